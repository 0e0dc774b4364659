/**
 * What a speller is given, and a network that writes by one.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { CHUNK_STEPS, CONTEXT_STEPS } from '../../../src/acoustic/acoustic-network';
import type { AcousticSpec } from '../../../src/acoustic/acoustic-spec';
import { openAcousticNetwork } from '../../../src/acoustic/open-network';
import { spellerInputSize, spellerSteps, withSpeller } from '../../../src/acoustic/speller';
import { UserError } from '../../../src/base/errors';
import { matrix, rowsOf } from '../../../src/base/matrix';
import { Random } from '../../../src/base/random';
import { loadTensorflow } from '../../../src/tensor/backend';
import { initialWeights } from '../../../src/training/initial-weights';

const TRUNK: AcousticSpec = {
  ...({ kind: 'recurrent', cell: 'gru', bidirectional: true } as const),
  ...{ inputSize: 3, units: 4, layers: 1, classes: 5, phones: 4 },
};
const SPELLER: AcousticSpec = {
  ...({ kind: 'recurrent', cell: 'gru', bidirectional: true } as const),
  ...{ inputSize: spellerInputSize(4), units: 3, layers: 2, classes: 29 },
};
const random = new Random(5);
const trunkWeights = initialWeights(TRUNK, random);
const speller = { spec: SPELLER, weights: initialWeights(SPELLER, random) };
const steps = matrix(
  7,
  3,
  Float32Array.from({ length: 21 }, () => random.normal()),
);

describe('spellerSteps()', () => {
  it('gives posteriors, and their logarithms from 0 to 1', () => {
    const logs = Float32Array.of(Math.log(0.5), -4, -100, 0);
    const { rows, columns, data } = spellerSteps(matrix(2, 2, logs));
    expect([rows, columns]).toEqual([2, 4]);
    const expected = [0.5, Math.exp(-4), 1 + Math.log(0.5) / 8, 0.5, 0, 1, 0, 1];
    for (const [i, value] of expected.entries()) expect(data[i]).toBeCloseTo(value, 6);
  });
});

describe('withSpeller()', () => {
  it('writes letters of the phones that the network hears, and leaves the phones to it', async () => {
    const tf = await loadTensorflow();
    const alone = await openAcousticNetwork(TRUNK, trunkWeights);
    const writing = await openAcousticNetwork(SPELLER, speller.weights);
    const phones = alone.forward(steps, 'phones');
    const letters = writing.forward(spellerSteps(phones));
    const before = tf.memory().numTensors;
    const network = await withSpeller(await openAcousticNetwork(TRUNK, trunkWeights), speller);
    expect(network.forward(steps)).toEqual(letters);
    expect(network.forward(steps, 'phones')).toEqual(phones);
    const nothing = network.forward(matrix(0, 3, new Float32Array(0)));
    expect([nothing.rows, nothing.columns]).toEqual([0, 29]);
    network.close();
    expect(tf.memory().numTensors).toBe(before);
    alone.close();
    writing.close();
  });

  it('knows in a live utterance what was heard before, and the context behind the chunk', async () => {
    const tf = await loadTensorflow();
    const alone = await openAcousticNetwork(TRUNK, trunkWeights);
    const writing = await openAcousticNetwork(SPELLER, speller.weights);
    const network = await withSpeller(await openAcousticNetwork(TRUNK, trunkWeights), speller);
    const before = tf.memory().numTensors;
    const [live, phones, still] = [
      network.openChunks(),
      alone.openChunks('phones'),
      network.openChunks('phones'),
    ];
    const sound = matrix(
      55,
      3,
      Float32Array.from({ length: 165 }, () => random.normal()),
    );
    const heard: number[] = [];
    for (const [start, rows] of [
      [0, CHUNK_STEPS],
      [CHUNK_STEPS, CHUNK_STEPS],
      [2 * CHUNK_STEPS, 15],
    ] as const) {
      const part = rowsOf(sound, start, Math.min(55, start + rows + CONTEXT_STEPS));
      const all = phones.forward(part, rows, part.rows);
      expect(rowsOf(all, 0, rows)).toEqual(still.forward(part, rows));
      const known = matrix(start + part.rows, 4, Float32Array.from([...heard, ...all.data]));
      const whole = writing.forward(spellerSteps(known));
      expect(live.forward(part, rows)).toEqual(rowsOf(whole, start, start + rows));
      heard.push(...rowsOf(all, 0, rows).data);
    }
    for (const chunks of [live, phones, still]) chunks.close();
    expect(tf.memory().numTensors).toBe(before);
    for (const one of [network, alone, writing]) one.close();
  });

  it('refuses a speller of other phones', async () => {
    const spec = { ...SPELLER, inputSize: spellerInputSize(5) };
    const other = { spec, weights: initialWeights(spec, random) };
    const alone = await openAcousticNetwork(TRUNK, trunkWeights);
    await expect(withSpeller(alone, other)).rejects.toThrow(UserError);
    alone.close();
  });
});

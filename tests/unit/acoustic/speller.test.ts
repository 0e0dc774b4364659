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
import { matrix, rowsOf, type Matrix } from '../../../src/base/matrix';
import { Random } from '../../../src/base/random';
import { loadTensorflow } from '../../../src/tensor/backend';
import { initialWeights } from '../../../src/training/initial-weights';

const TRUNK: AcousticSpec = {
  ...({ kind: 'recurrent', cell: 'gru', bidirectional: true } as const),
  ...{ inputSize: 3, units: 4, layers: 1, classes: 5, phones: 4 },
};
const SPELLER: AcousticSpec = {
  ...({ kind: 'recurrent', cell: 'gru', bidirectional: true } as const),
  ...{ inputSize: spellerInputSize(4, 5), units: 3, layers: 2, classes: 29 },
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
  it('gives posteriors, and their logarithms from 0 to 1, of phones and then of letters', () => {
    const phones = matrix(2, 2, Float32Array.of(Math.log(0.5), -4, -100, 0));
    const letters = matrix(2, 1, Float32Array.of(-2, -8));
    const { rows, columns, data } = spellerSteps({ phones, letters });
    expect([rows, columns]).toEqual([2, spellerInputSize(2, 1)]);
    const first = [0.5, Math.exp(-4), 1 + Math.log(0.5) / 8, 0.5, Math.exp(-2), 0.75];
    const second = [0, 1, 0, 1, Math.exp(-8), 0];
    for (const [i, value] of [...first, ...second].entries()) {
      expect(data[i]).toBeCloseTo(value, 6);
    }
  });
});

describe('withSpeller()', () => {
  it('writes letters of the phones that the network hears, and leaves the phones to it', async () => {
    const tf = await loadTensorflow();
    const alone = await openAcousticNetwork(TRUNK, trunkWeights);
    const writing = await openAcousticNetwork(SPELLER, speller.weights);
    const phones = alone.forward(steps, 'phones');
    const heard = { phones, letters: alone.forward(steps) };
    const letters = writing.forward(spellerSteps(heard));
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
    const [live, still] = [network.openChunks(), network.openChunks('phones')];
    const chunks = alone.openChunksOf(['phones', 'characters']);
    const sound = matrix(
      55,
      3,
      Float32Array.from({ length: 165 }, () => random.normal()),
    );
    const past = { phones: [] as number[], letters: [] as number[] };
    for (const [start, rows] of [
      [0, CHUNK_STEPS],
      [CHUNK_STEPS, CHUNK_STEPS],
      [2 * CHUNK_STEPS, 15],
    ] as const) {
      const part = rowsOf(sound, start, Math.min(55, start + rows + CONTEXT_STEPS));
      const [ofPhones, ofLetters] = chunks.outputs(part, rows) as [Matrix, Matrix];
      expect(still.forward(part, rows)).toEqual(rowsOf(ofPhones, 0, rows));
      const known = start + part.rows;
      const whole = writing.forward(
        spellerSteps({
          phones: matrix(known, 4, Float32Array.from([...past.phones, ...ofPhones.data])),
          letters: matrix(known, 5, Float32Array.from([...past.letters, ...ofLetters.data])),
        }),
      );
      expect(live.forward(part, rows)).toEqual(rowsOf(whole, start, start + rows));
      past.phones.push(...rowsOf(ofPhones, 0, rows).data);
      past.letters.push(...rowsOf(ofLetters, 0, rows).data);
    }
    for (const one of [live, still, chunks]) one.close();
    expect(tf.memory().numTensors).toBe(before);
    for (const one of [network, alone, writing]) one.close();
  });

  it('refuses a speller of other phones', async () => {
    const spec = { ...SPELLER, inputSize: spellerInputSize(5, 5) };
    const other = { spec, weights: initialWeights(spec, random) };
    const alone = await openAcousticNetwork(TRUNK, trunkWeights);
    await expect(withSpeller(alone, other)).rejects.toThrow(UserError);
    alone.close();
  });
});

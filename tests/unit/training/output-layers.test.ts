/**
 * The losses and gradients of the output layers; that they are right for the whole network is tested with the learner.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { outputsOf, type AcousticSpec } from '../../../src/acoustic/acoustic-spec';
import { Random } from '../../../src/base/random';
import { loadTensorflow, type Tensor } from '../../../src/tensor/backend';
import { layOut } from '../../../src/training/batch';
import { initialWeights } from '../../../src/training/initial-weights';
import { OutputLayers } from '../../../src/training/output-layers';
import { estimateTrigram } from '../../../src/language/phone-trigram';
import { toTensors } from '../../../src/training/weight-tensors';
import { STEP_SIZE } from '../../../src/features/definition';

const SPEC: AcousticSpec = {
  kind: 'recurrent',
  cell: 'gru',
  bidirectional: false,
  inputSize: STEP_SIZE,
  units: 6,
  layers: 1,
  classes: 4,
  phones: 3,
};

describe('OutputLayers', () => {
  it.each([
    ['by step', { phoneLoss: 'frames' }],
    ['of labels and by step', { phoneLoss: 'ctc', frameWeight: 0.3 }],
  ] as const)('learn() %s has the gradient of its loss, without a leak', async (_, options) => {
    const tf = await loadTensorflow();
    const random = new Random(5);
    const start = initialWeights(SPEC, random);
    const sizes = {
      steps: new Float32Array(4 * STEP_SIZE),
      stepCount: 4,
      labels: Int32Array.of(1),
    };
    const batch = layOut(
      [
        { ...sizes, phones: Int32Array.of(2, 0, 1), targets: Uint8Array.of(2, 0, 0, 1) },
        { ...sizes, stepCount: 2, targets: Uint8Array.of(1, 1) },
        { ...sizes, silent: true },
        sizes,
      ],
      4,
    );
    const top = [tf.randomNormal([4, batch.size, 6], 0, 1, 'float32', 7)];
    const padding = [tf.tensor2d(batch.padding[0]!, [4, batch.size])];
    const tops = new Map(outputsOf(SPEC).map(({ name }) => [name, top]));
    const layers = await OutputLayers.compile(SPEC, {
      ...{ blockSteps: 4, characterWeight: 0 },
      ...options,
    });
    const learned = async (kernel: Float32Array): Promise<{ loss: number; gradient: unknown }> => {
      const before = tf.memory().numTensors;
      const weights = toTensors(tf, {
        ...start,
        'phones/kernel': { shape: start['phones/kernel']!.shape, data: kernel },
      });
      const { loss, dTops, gradients } = await layers.learn(weights, tops, padding, batch);
      const gradient = gradients['phones/kernel']!.dataSync();
      expect(gradients['output/kernel']!.dataSync().every((value) => value === 0)).toBe(true);
      tf.dispose([weights, gradients, ...[...dTops.values()].flat()]);
      expect(tf.memory().numTensors).toBe(before);
      return { loss, gradient };
    };
    const kernel = start['phones/kernel']!.data;
    const { gradient } = await learned(kernel);
    const e = 1e-2;
    for (const i of kernel.keys()) {
      const moved = (by: number) => learned(kernel.map((v, j) => (i === j ? v + by : v)));
      const numeric = ((await moved(e)).loss - (await moved(-e)).loss) / (2 * e);
      expect((gradient as Float32Array)[i]).toBeCloseTo(numeric, 3);
    }
    layers.close();
    tf.dispose([top, padding]);
  });

  it('learn() weighs the characters, and with a trigram learns phones by the sequence loss, without a leak', async () => {
    const tf = await loadTensorflow();
    const random = new Random(1);
    const weights = toTensors(tf, initialWeights(SPEC, random));
    const steps = new Float32Array(4 * STEP_SIZE);
    const example = { steps, stepCount: 4, labels: Int32Array.of(1), phones: Int32Array.of(0, 1) };
    const batch = layOut([example], 4);
    const top = [tf.randomNormal([4, 1, 6], 0, 1, 'float32', 7)];
    const padding = [tf.zeros([4, 1])];
    const lossWith = async (options: object): Promise<number> => {
      const layers = await OutputLayers.compile(SPEC, { blockSteps: 4, ...options });
      const before = tf.memory().numTensors;
      const tops = new Map(outputsOf(SPEC).map(({ name }) => [name, top]));
      const { loss, dTops, gradients } = await layers.learn(weights, tops, padding, batch);
      expect(Object.keys(gradients)).toHaveLength(2 * outputsOf(SPEC).length);
      tf.dispose([...dTops.values()].flat());
      tf.dispose(gradients);
      expect(tf.memory().numTensors).toBe(before);
      layers.close();
      return loss;
    };
    const phonesOnly = await lossWith({ characterWeight: 0 });
    const both = await lossWith({ characterWeight: 0.5 });
    expect(await lossWith({ characterWeight: 1 })).toBeCloseTo(
      phonesOnly + 2 * (both - phonesOnly),
      4,
    );
    const trigram = estimateTrigram([[0, 1]], 2);
    expect(await lossWith({ characterWeight: 0, trigram })).not.toBeCloseTo(phonesOnly, 3);
    tf.dispose([weights, top, padding]);
  });

  it('learn() adds what two hearings of a recording say differently, without a leak', async () => {
    const tf = await loadTensorflow();
    const weights = toTensors(tf, initialWeights(SPEC, new Random(1)));
    const steps = new Float32Array(4 * STEP_SIZE);
    const example = { steps, stepCount: 4, labels: Int32Array.of(1), phones: Int32Array.of(0, 1) };
    const batch = layOut([example, example], 4);
    const padding = [tf.zeros([4, 2])];
    const same = tf.tidy(() => {
      const one = tf.randomNormal([4, 1, 6], 0, 1, 'float32', 7);
      return tf.concat([one, one], 1);
    });
    const different = tf.randomNormal([4, 2, 6], 0, 1, 'float32', 7);
    const lossOf = async (top: Tensor, consistency?: number): Promise<number> => {
      const options = { blockSteps: 4, ...(consistency !== undefined && { consistency }) };
      const layers = await OutputLayers.compile(SPEC, options);
      const before = tf.memory().numTensors;
      const tops = new Map(outputsOf(SPEC).map(({ name }) => [name, [top]]));
      const { loss, dTops, gradients } = await layers.learn(weights, tops, padding, batch);
      tf.dispose([...dTops.values()].flat());
      tf.dispose(gradients);
      expect(tf.memory().numTensors).toBe(before);
      layers.close();
      return loss;
    };
    expect(await lossOf(same, 0.5)).toBeCloseTo(await lossOf(same), 5);
    const plain = await lossOf(different);
    const half = (await lossOf(different, 0.5)) - plain;
    expect(half).toBeGreaterThan(0.01);
    expect((await lossOf(different, 1)) - plain).toBeCloseTo(2 * half, 4);
    tf.dispose([weights, padding, same, different]);
  });
});

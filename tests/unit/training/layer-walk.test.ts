/**
 * Walking in chunks: the flat list of windows, and that it is what a stream hears.
 * @module
 */
import { beforeAll, describe, expect, it } from 'vitest';
import type { AcousticSpec } from '../../../src/acoustic/acoustic-spec';
import { CHUNK_STEPS, CONTEXT_STEPS } from '../../../src/acoustic/acoustic-network';
import { openAcousticNetwork } from '../../../src/acoustic/open-network';
import { matrix } from '../../../src/base/matrix';
import { Random } from '../../../src/base/random';
import { STEP_SIZE } from '../../../src/features/definition';
import { loadTensorflow, type Tensor, type Tensorflow } from '../../../src/tensor/backend';
import { AcousticLearner } from '../../../src/training/acoustic-learner';
import { layOut } from '../../../src/training/batch';
import { initialWeights } from '../../../src/training/initial-weights';
import { LayerWalk } from '../../../src/training/layer-walk';
import { toTensors } from '../../../src/training/weight-tensors';

const SPEC: AcousticSpec = {
  kind: 'recurrent',
  cell: 'gru',
  bidirectional: true,
  inputSize: STEP_SIZE,
  units: 5,
  layers: 2,
  classes: 4,
};
const OPTIMISER = { beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0, clipNorm: 1 };

let tf: Tensorflow;
beforeAll(async () => {
  tf = await loadTensorflow();
});
const numbers = (tensors: readonly Tensor[]): number[] => tensors.map((t) => t.dataSync()[0]!);

describe('LayerWalk', () => {
  it('expand(), collapse(), spread() and gather() go from blocks to windows and back', async () => {
    const walk = await LayerWalk.with({ chunks: { chunk: 2, context: 1 } });
    const before = tf.memory().numTensors;
    const flat = walk.expand([0, 1, 2, 3, 4].map((i) => tf.scalar(i)));
    expect(numbers(flat)).toEqual([0, 1, 2, 2, 3, 4, 4]);
    const own = walk.collapse(flat, 5);
    expect(numbers(own)).toEqual([0, 1, 2, 3, 4]);
    const spread = walk.spread(own.map((t) => tf.add(t, 1)));
    expect(numbers(spread)).toEqual([1, 2, 0, 3, 4, 0, 5]);
    tf.dispose([own, spread]);
    const gathered = walk.gather(
      [1, 2, 3, 10, 5, 6, 20].map((i) => tf.scalar(i)),
      5,
    );
    expect(numbers(gathered)).toEqual([1, 2, 13, 5, 26]);
    tf.dispose(gathered);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('expand(), collapse(), spread() and gather() change nothing without chunks', async () => {
    const walk = await LayerWalk.with({});
    const blocks = [tf.scalar(1), tf.scalar(2)];
    expect(walk.spread(walk.collapse(walk.expand(blocks), 2))).toEqual(blocks);
    expect(walk.gather(blocks, 2)).toEqual(blocks);
    tf.dispose(blocks);
  });

  it('refuses chunks together with truncation', async () => {
    const both = { chunks: { chunk: 1, context: 0 }, truncatedBlocks: 1 };
    await expect(LayerWalk.with(both)).rejects.toThrow(/leave one of them out/);
  });

  it.each([
    [4, {}],
    [CHUNK_STEPS, { context: 1, contextSteps: CONTEXT_STEPS }],
  ])(
    'in chunks of blocks of %i steps gives the logits that a stream gives',
    async (blockSteps, context) => {
      const random = new Random(4);
      const stepCount = 48;
      const weights = initialWeights(SPEC, random);
      const steps = Float32Array.from({ length: stepCount * STEP_SIZE }, () => random.normal());
      const chunks = {
        chunk: CHUNK_STEPS / blockSteps,
        context: CONTEXT_STEPS / blockSteps,
        ...context,
      };
      const options = { ...OPTIMISER, blockSteps, dropout: 0, chunks };
      const learner = await AcousticLearner.create(SPEC, options, toTensors(tf, weights));
      const batch = layOut([{ steps, stepCount, labels: Int32Array.of(1) }], blockSteps);
      const { characters } = await learner.logits(batch);
      const trained = Array.from(tf.logSoftmax(characters!).dataSync()).slice(
        0,
        stepCount * SPEC.classes,
      );
      learner.close();
      const network = await openAcousticNetwork(SPEC, weights);
      const stream = network.openChunks();
      const heard: number[] = [];
      for (let at = 0; at < stepCount; at += CHUNK_STEPS) {
        const end = Math.min(stepCount, at + CHUNK_STEPS + CONTEXT_STEPS);
        const rows = matrix(end - at, STEP_SIZE, steps.slice(at * STEP_SIZE, end * STEP_SIZE));
        const own = Math.min(CHUNK_STEPS, stepCount - at);
        heard.push(...stream.forward(rows, own).data);
      }
      stream.close();
      network.close();
      expect(heard).toHaveLength(trained.length);
      heard.forEach((value, i) => {
        expect(value).toBeCloseTo(trained[i]!, 4);
      });
    },
  );
});

/**
 * Learning steps: that they learn what they are given, free what they took, and repeat bit for bit.
 * @module
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../../src/base/random';
import { STEP_SIZE } from '../../../src/features/definition';
import { loadTensorflow, type Tensorflow } from '../../../src/tensor/backend';
import { AcousticLearner } from '../../../src/training/acoustic-learner';
import { layOut } from '../../../src/training/batch';
import { toArrays, toTensors } from '../../../src/training/weight-tensors';
import { drawnBatch, firstWeights, OPTIONS, SPEC } from './small-learner';

let tf: Tensorflow;
beforeAll(async () => {
  tf = await loadTensorflow();
});

describe('AcousticLearner', () => {
  it('step() learns a batch by heart', async () => {
    const random = new Random(3);
    const batch = drawnBatch(random);
    const weights = toTensors(tf, firstWeights(SPEC, random));
    const learner = await AcousticLearner.create(SPEC, { ...OPTIONS, clipNorm: 1 }, weights);
    const first = await learner.step(batch, 0.02, random);
    let last = first;
    for (let i = 0; i < 80; i++) last = await learner.step(batch, 0.02, random);
    expect(last.loss).toBeLessThan(first.loss / 10);
    const logits = await learner.logits(batch);
    expect(logits.characters!.shape).toEqual([8, 2, SPEC.classes]);
    tf.dispose(logits);
    learner.close();
  }, 60_000);

  it('step() learns phones beside characters on one trunk, and leaves out unknown ones', async () => {
    const random = new Random(6);
    const spec = { ...SPEC, phones: 3 };
    const batch = drawnBatch(random);
    const known = { ...batch, phones: [Int32Array.of(1, 0), new Int32Array(0)] };
    const weights = firstWeights(spec, random);
    const options = { ...OPTIONS, clipNorm: 1 };
    const learner = await AcousticLearner.create(spec, options, toTensors(tf, weights));
    const first = await learner.step(known, 0.02, random);
    let last = first;
    for (let i = 0; i < 80; i++) last = await learner.step(known, 0.02, random);
    expect(last.loss).toBeLessThan(first.loss / 10);
    learner.close();
    const unknown = { ...batch, phones: [new Int32Array(0), new Int32Array(0)] };
    const idle = await AcousticLearner.create(spec, options, toTensors(tf, weights));
    await idle.step(unknown, 0.02, random);
    expect(toArrays(idle.optimiser.weights)['phones/kernel']!.data).toEqual(
      weights['phones/kernel']!.data,
    );
    idle.close();
  }, 60_000);

  it('step() hears the drawn share of the batches in chunks', async () => {
    const weights = firstWeights(SPEC, new Random(2));
    const batch = drawnBatch(new Random(9));
    const chunks = { chunk: 1, context: 0 };
    const lossesWith = async (walk: object): Promise<number[]> => {
      const options = { ...OPTIONS, ...walk };
      const learner = await AcousticLearner.create(SPEC, options, toTensors(tf, weights));
      const random = new Random(3);
      const losses = [];
      for (let i = 0; i < 20; i++) losses.push((await learner.step(batch, 0, random)).loss);
      learner.close();
      return losses;
    };
    const [whole] = await lossesWith({});
    const [chunked] = await lossesWith({ chunks });
    expect(chunked).not.toBe(whole);
    const mixed = await lossesWith({ chunks, chunkedShare: 0.3 });
    expect(new Set(mixed)).toEqual(new Set([whole, chunked]));
    const heard = mixed.filter((loss) => loss === chunked).length;
    expect(heard).toBeGreaterThan(1);
    expect(heard).toBeLessThan(13);
  }, 60_000);

  it('step() learns to say nothing where nothing is said', async () => {
    const random = new Random(10);
    const steps = Float32Array.from({ length: 6 * STEP_SIZE }, () => random.normal());
    const silent = { steps, stepCount: 6, labels: new Int32Array(0), silent: true };
    const batch = layOut([silent, { ...silent, silent: false }], OPTIONS.blockSteps);
    expect(batch.silent).toEqual([true, false]);
    const weights = toTensors(tf, firstWeights(SPEC, random));
    const learner = await AcousticLearner.create(SPEC, { ...OPTIONS, clipNorm: 1 }, weights);
    const first = await learner.step(batch, 0.02, random);
    let last = first;
    for (let i = 0; i < 60; i++) last = await learner.step(batch, 0.02, random);
    expect(first.loss).toBeGreaterThan(1);
    expect(last.loss).toBeLessThan(first.loss / 10);
    learner.close();
  }, 60_000);

  it('step() is repeatable bit for bit, dropout and all', async () => {
    const run = async (): Promise<number[]> => {
      const random = new Random(4);
      const batch = drawnBatch(random);
      const weights = toTensors(tf, firstWeights(SPEC, random));
      const learner = await AcousticLearner.create(SPEC, { ...OPTIONS, dropout: 0.3 }, weights);
      const losses = [];
      for (let i = 0; i < 4; i++) losses.push((await learner.step(batch, 0.01, random)).loss);
      learner.close();
      return losses;
    };
    expect(await run()).toEqual(await run());
  }, 60_000);

  it.each([
    ['', {}],
    [' in chunks', { chunks: { chunk: 1, context: 1 } }],
    [' truncated', { truncatedBlocks: 1 }],
  ])(
    'step(), logits() and close()%s leave no tensor behind',
    async (_, walk) => {
      const random = new Random(5);
      const batch = drawnBatch(random);
      const before = tf.memory().numTensors;
      const learner = await AcousticLearner.create(
        SPEC,
        { ...OPTIONS, ...walk },
        toTensors(tf, firstWeights(SPEC, random)),
      );
      const open = tf.memory().numTensors;
      for (let i = 0; i < 3; i++) {
        await learner.step(batch, 0.01, random);
        tf.dispose(await learner.logits(batch));
      }
      expect(tf.memory().numTensors).toBe(open);
      learner.close();
      expect(tf.memory().numTensors).toBe(before);
    },
    60_000,
  );
});

/**
 * Convolutions fitted to the first layer of a network that was trained without them.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { FRONT, underPrefix, type AcousticSpec } from '../../../src/acoustic/acoustic-spec';
import { noPast, patternsOf } from '../../../src/acoustic/convolution-front';
import { CancelledError } from '../../../src/base/errors';
import { Random } from '../../../src/base/random';
import { loadTensorflow, type Tensor, type Tensorflow } from '../../../src/tensor/backend';
import { fitFront, type FitPlan } from '../../../src/training/fitted-front';
import { initialWeights } from '../../../src/training/initial-weights';
import { toTensors } from '../../../src/training/weight-tensors';
import { SMALL_SPEC } from '../bundle/small-bundle';

/** Steps, batch, values of a step. */
const [T, B, I] = [12, 4, SMALL_SPEC.inputSize];
const CONVOLVED: AcousticSpec = { ...SMALL_SPEC, filters: 12 };
const KNOWN = initialWeights(SMALL_SPEC, new Random(1));
const DRAWN = initialWeights(CONVOLVED, new Random(2));

/** What differs slowly from step to step and band to band, as speech does. */
function smooth(tf: Tensorflow, seed: number): Tensor {
  return tf.tidy(() => {
    const coarse = tf.randomNormal([B, T / 2, I / 6, 1], 0, 1, 'float32', seed);
    const image = tf.image.resizeBilinear(coarse as Parameters<typeof tf.image.resizeBilinear>[0], [
      T,
      I,
    ]);
    return tf.transpose(image.squeeze([3]), [1, 0, 2]);
  });
}

function planOf(tf: Tensorflow, count: number, said: string[]): FitPlan {
  const batches = (function* () {
    for (let seed = 1; ; seed++) yield smooth(tf, seed);
  })();
  const { signal } = new AbortController();
  return { batches, count, signal, onProgress: (line) => said.push(line) };
}

describe('fitFront()', () => {
  it('tells the first layer what the steps told it, and leaves no tensors behind', async () => {
    const tf = await loadTensorflow();
    const before = tf.memory().numTensors;
    const said: string[] = [];
    const fitted = await fitFront(CONVOLVED, DRAWN, KNOWN, planOf(tf, 300, said));
    expect(tf.memory().numTensors).toBe(before);
    expect(said).toHaveLength(6);
    expect(Object.keys(fitted).sort()).toEqual(
      Object.keys(DRAWN)
        .filter((name) => /^(front\/|layer0\/\w+\/(kernel|bias)$)/.test(name))
        .sort(),
    );
    for (const [name, { shape }] of Object.entries(fitted)) {
      expect(shape, name).toEqual(DRAWN[name]!.shape);
    }
    const [unexplained, seen] = tf.tidy(() => {
      const [weights, known] = [toTensors(tf, fitted), toTensors(tf, KNOWN)];
      const x = smooth(tf, 1e6);
      const patterns = patternsOf(tf, underPrefix(weights, FRONT), x, noPast(tf, I, B));
      const sums = (input: Tensor, of: typeof weights): Tensor =>
        tf
          .matMul(input.reshape([T * B, -1]), of['layer0/forward/kernel']!)
          .add(of['layer0/forward/bias']!);
      const [was, is] = [sums(x, known), sums(patterns, weights)];
      const variance = tf.sub(was, tf.mean(was, 0)).square().mean().dataSync()[0]!;
      return [tf.sub(was, is).square().mean().dataSync()[0]! / variance, variance];
    }) as unknown as [number, number];
    expect(seen).toBeGreaterThan(0.01);
    expect(unexplained).toBeLessThan(0.1);
  });

  it('stops when it is asked to', async () => {
    const tf = await loadTensorflow();
    const before = tf.memory().numTensors;
    const plan = { ...planOf(tf, 300, []), signal: AbortSignal.abort() };
    await expect(fitFront(CONVOLVED, DRAWN, KNOWN, plan)).rejects.toThrow(CancelledError);
    expect(tf.memory().numTensors).toBe(before);
  });
});

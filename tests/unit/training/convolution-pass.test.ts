/**
 * The convolutions in training: blocks in and out, and gradients of the weights; that they are right within the whole
 * network is tested with the learner.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { frontShapes, patternCount } from '../../../src/acoustic/convolution-front';
import { loadTensorflow, type Tensor } from '../../../src/tensor/backend';
import { convolutionGradients, convolve } from '../../../src/training/convolution-pass';

/** Steps of a block, batch, coefficients of a frame, filters. */
const [S, B, M, F] = [3, 2, 4, 2];

describe('convolve()', () => {
  it('hears over the borders of blocks, and its gradients are those of the sum of the patterns', async () => {
    const tf = await loadTensorflow();
    const before = tf.memory().numTensors;
    const weights = Object.fromEntries(
      Object.entries(frontShapes(3 * M, F)).map(([name, shape], i): [string, Tensor] => [
        name,
        tf.randomNormal([...shape], 0, 1, 'float32', i + 1),
      ]),
    );
    const blocksOf = (steps: number): Tensor[] => {
      const all = tf.randomNormal([6, B, 3 * M], 0, 1, 'float32', 9);
      const parts = tf.split(all, 6 / steps);
      all.dispose();
      return parts;
    };
    const { blocks, batch } = convolve(tf, weights, blocksOf(S));
    const whole = convolve(tf, weights, blocksOf(6));
    const width = patternCount(3 * M, F);
    expect(blocks.map(({ shape }) => shape)).toEqual([
      [S, B, width],
      [S, B, width],
    ]);
    const joined = tf.concat(blocks);
    expect(joined.dataSync()).toEqual(whole.blocks[0]!.dataSync());
    const ones = blocks.map((block) => tf.onesLike(block));
    const gradients = convolutionGradients(tf, weights, batch, ones);
    expect(Object.keys(gradients).sort()).toEqual(
      Object.keys(weights)
        .map((name) => `front/${name}`)
        .sort(),
    );
    // Each bias of the second convolution is in every pattern of its filter that is not cut off at zero.
    const patterns = joined.reshape([-1, F]);
    const heard = patterns.arraySync() as number[][];
    const counts = [0, 1].map((f) => heard.filter((row) => row[f]! > 0).length);
    expect(Array.from(gradients['front/second/bias']!.dataSync())).toEqual(counts);
    tf.dispose([
      weights,
      blocks,
      batch,
      whole.blocks,
      whole.batch,
      joined,
      ones,
      gradients,
      patterns,
    ]);
    expect(tf.memory().numTensors).toBe(before);
  });
});

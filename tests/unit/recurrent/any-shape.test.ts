/**
 * Whatever the cell, directions, batch, length and padding: the compiled layer gives the values and the gradients of the
 * eager reference.
 * @module
 */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../../src/base/random';
import { DIRECTIONS, type CellName, type Direction } from '../../../src/recurrent/cell';
import { layerReference } from '../../../src/recurrent/cell-reference';
import { CELLS } from '../../../src/recurrent/cells';
import { RecurrentLayer } from '../../../src/recurrent/recurrent-layer';
import { loadTensorflow, type Tensor, type Tensorflow } from '../../../src/tensor/backend';
import { drawn, drawnWeights, largestDifference, paddingOf, zerosLike } from './layer-values';

const TOLERANCE = 5e-5;
/** Always the same shapes: a failure can be looked at again. */
const SEED = 20261125;

let tf: Tensorflow;
beforeAll(async () => {
  tf = await loadTensorflow();
});

const SHAPES = fc.record({
  cell: fc.constantFrom<CellName>('gru', 'lstm', 'simple-rnn'),
  directions: fc.constantFrom<readonly Direction[]>(DIRECTIONS, ['forward'], ['backward']),
  steps: fc.integer({ min: 2, max: 6 }),
  blocks: fc.integer({ min: 1, max: 3 }),
  inputSize: fc.integer({ min: 1, max: 5 }),
  units: fc.integer({ min: 1, max: 6 }),
  /** Of each utterance, as a share of the whole length. */
  shares: fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 1, maxLength: 4 }),
  seed: fc.integer({ min: 1, max: 1e6 }),
});

describe('RecurrentLayer', () => {
  it('equals the reference, forward and backward, for any shape (property)', async () => {
    await fc.assert(
      fc.asyncProperty(SHAPES, async (drawnShape) => {
        const { cell, directions, steps, blocks, inputSize, units, shares, seed } = drawnShape;
        const random = new Random(seed);
        const [batch, T] = [shares.length, steps * blocks];
        const lengths = shares.map((share) => Math.max(1, Math.round(share * T)));
        const padding = paddingOf(tf, T, lengths);
        const x = drawn(tf, random, [T, batch, inputSize]);
        const weights = drawnWeights(tf, random, cell, [inputSize, units], directions);
        // What comes out in padding is nobody's business: its gradient is 0.
        const spoken = tf.expandDims(tf.sub(1, padding), 2);
        const dy = tf.mul(drawn(tf, random, [T, batch, directions.length * units]), spoken);
        const layer = await RecurrentLayer.compile(
          CELLS[cell],
          { batch, steps, inputSize, units },
          { training: true, directions },
        );
        const paddings = tf.split(padding, blocks);
        const pass = layer.forward(weights, tf.split(x, blocks), paddings);
        const y = tf.mul(tf.concat(pass.blocks), spoken);
        const names = Object.keys(weights);
        const gradientsOf = tf.grads((...all: Tensor[]) => {
          const own = Object.fromEntries(names.map((name, i) => [name, all[i + 1]!]));
          const input = { x: all[0]!, padding, directions };
          return tf.sum(tf.mul(layerReference(tf, cell, own, input), dy));
        });
        const input = { x, padding, directions };
        const expected = tf.mul(layerReference(tf, cell, weights, input), spoken);
        expect(largestDifference(tf, y, expected)).toBeLessThan(TOLERANCE);
        const wanted = gradientsOf([x, ...names.map((name) => weights[name]!)]);
        const back = layer.backward(weights, pass, tf.split(dy, blocks), zerosLike(tf, weights));
        expect(largestDifference(tf, tf.concat(back.dInputs), wanted[0]!)).toBeLessThan(TOLERANCE);
        for (const [i, name] of names.entries()) {
          const difference = largestDifference(tf, back.gradients[name]!, wanted[i + 1]!);
          expect(difference, name).toBeLessThan(TOLERANCE);
        }
        layer.close();
      }),
      { numRuns: 15, seed: SEED },
    );
  });
});

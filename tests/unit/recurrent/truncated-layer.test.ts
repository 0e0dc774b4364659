/**
 * Truncated backpropagation against the eager reference, whose states stand still as constants between segments.
 * @module
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../../src/base/random';
import type { CellName } from '../../../src/recurrent/cell';
import { lastStates, layerReference } from '../../../src/recurrent/cell-reference';
import { CELLS } from '../../../src/recurrent/cells';
import { RecurrentLayer } from '../../../src/recurrent/recurrent-layer';
import { TruncatedLayer } from '../../../src/recurrent/truncated-layer';
import { loadTensorflow, type Tensorflow, type Tensor } from '../../../src/tensor/backend';
import { drawn, drawnWeights, largestDifference, paddingOf, zerosLike } from './layer-values';

const [S, B, I, H] = [4, 3, 4, 5] as const;
const SEGMENT_BLOCKS = 2;
const SEGMENTS = 3;
const T = S * SEGMENT_BLOCKS;
const TOLERANCE = 2e-5;

let tf: Tensorflow;
const random = new Random(11);
beforeAll(async () => {
  tf = await loadTensorflow();
});

describe.each(Object.keys(CELLS) as CellName[])('TruncatedLayer of %s', (cell) => {
  it('carries states over segments and stops the gradient between them', async () => {
    const shape = { batch: B, steps: S, inputSize: I, units: H };
    const layer = await RecurrentLayer.compile(CELLS[cell], shape, { training: true });
    const truncated = await TruncatedLayer.over(layer);
    const weights = drawnWeights(tf, random, cell, [I, H]);
    const names = Object.keys(weights);
    const padding = paddingOf(tf, T, [T, T, T]);
    let states: readonly Tensor[] | undefined;
    for (let segment = 0; segment < SEGMENTS; segment++) {
      const x = drawn(tf, random, [T, B, I]);
      const dy = drawn(tf, random, [T, B, 2 * H]);
      const input = { x, padding, ...(states && { states }) };
      const pass = truncated.forward(
        weights,
        tf.split(x, SEGMENT_BLOCKS),
        tf.split(padding, SEGMENT_BLOCKS),
      );
      const expected = layerReference(tf, cell, weights, input);
      expect(largestDifference(tf, tf.concat(pass.blocks), expected)).toBeLessThan(TOLERANCE);
      const gradient = tf.grads((...values: Tensor[]) => {
        const named = Object.fromEntries(names.map((name, i) => [name, values[i]!]));
        return tf.sum(tf.mul(layerReference(tf, cell, named, input), dy));
      });
      const derived = gradient(names.map((name) => weights[name]!));
      const made = layer.backward(
        weights,
        pass,
        tf.split(dy, SEGMENT_BLOCKS),
        zerosLike(tf, weights),
      );
      for (const [i, name] of names.entries()) {
        expect(largestDifference(tf, made.gradients[name]!, derived[i]!), name).toBeLessThan(2e-4);
      }
      states = lastStates(tf, cell, weights, input);
    }
    truncated.restart();
    layer.close();
  });
});

describe('TruncatedLayer', () => {
  it('restart() begins from zero again, and nothing is left', async () => {
    const shape = { batch: B, steps: S, inputSize: I, units: H };
    const options = { training: false, directions: ['forward'] as const };
    const layer = await RecurrentLayer.compile(CELLS.lstm, shape, options);
    const truncated = await TruncatedLayer.over(layer);
    const weights = drawnWeights(tf, random, 'lstm', [I, H], ['forward']);
    const [x, padding] = [[drawn(tf, random, [S, B, I])], [tf.zeros([S, B])]];
    const before = tf.memory().numTensors;
    const outputs = [0, 1, 2].map((round) => {
      if (round === 2) truncated.restart();
      const { blocks } = truncated.forward(weights, x, padding);
      const values = Array.from(blocks[0]!.dataSync());
      tf.dispose(blocks);
      return values;
    });
    truncated.restart();
    expect(tf.memory().numTensors).toBe(before);
    expect(outputs[1]).not.toEqual(outputs[0]);
    expect(outputs[2]).toEqual(outputs[0]);
    layer.close();
  });
});

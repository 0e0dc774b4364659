/**
 * Compiled layers of every cell against the eager reference: values, gradients, padding, directions, memory.
 * @module
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../../src/base/random';
import { DIRECTIONS, type CellName, type Direction } from '../../../src/recurrent/cell';
import { lastStates, layerReference } from '../../../src/recurrent/cell-reference';
import { CELLS } from '../../../src/recurrent/cells';
import { RecurrentLayer } from '../../../src/recurrent/recurrent-layer';
import { TruncatedLayer } from '../../../src/recurrent/truncated-layer';
import { loadTensorflow, type Tensorflow, type Tensor } from '../../../src/tensor/backend';

const S = 5;
const B = 3;
const I = 4;
const H = 6;
const BLOCKS = 3;
const LENGTHS = [15, 11, 4];
const SHAPE = { batch: B, steps: S, inputSize: I, units: H };
const TOLERANCE = 2e-5;
const CASES = Object.keys(CELLS) as CellName[];

let tf: Tensorflow;
const random = new Random(7);
beforeAll(async () => {
  tf = await loadTensorflow();
});

function drawn(shape: readonly number[], scale = 0.5): Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, () => random.normal() * scale),
    [...shape],
  );
}

function drawnWeights(
  cell: CellName,
  directions = DIRECTIONS as readonly Direction[],
): Record<string, Tensor> {
  const weights: Record<string, Tensor> = {};
  for (const d of directions) {
    for (const [name, shape] of Object.entries(CELLS[cell].parameterShapes(I, H))) {
      weights[`${d}/${name}`] = drawn(shape);
    }
  }
  return weights;
}

function paddingOf(lengths: readonly number[]): Tensor {
  const rows = Array.from({ length: BLOCKS * S }, (_, t) => lengths.map((n) => (t < n ? 0 : 1)));
  return tf.tensor2d(rows);
}

/** 1 where there is speech: what lies in padding is nobody's business. */
const spoken = (padding: Tensor): Tensor => tf.expandDims(tf.sub(1, padding), 2);
const zerosLike = (weights: Record<string, Tensor>): Record<string, Tensor> =>
  Object.fromEntries(Object.entries(weights).map(([name, w]) => [name, tf.zerosLike(w)]));

function largestDifference(a: Tensor, b: Tensor): number {
  return tf.tidy(() => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]!);
}

describe.each(CASES)('RecurrentLayer of %s', (cell) => {
  it('forward() equals the eager reference in both directions, with padding and over several blocks', async () => {
    const layer = await RecurrentLayer.compile(CELLS[cell], SHAPE, { training: false });
    const weights = drawnWeights(cell);
    const x = drawn([BLOCKS * S, B, I]);
    const padding = paddingOf(LENGTHS);
    const { blocks } = layer.forward(weights, tf.split(x, BLOCKS), tf.split(padding, BLOCKS));
    const expected = layerReference(tf, cell, weights, { x, padding });
    const mask = spoken(padding);
    expect(largestDifference(tf.mul(tf.concat(blocks), mask), tf.mul(expected, mask))).toBeLessThan(
      TOLERANCE,
    );
    layer.close();
  });

  it('backward() equals the gradients that tfjs derives from the eager reference', async () => {
    const layer = await RecurrentLayer.compile(CELLS[cell], SHAPE, { training: true });
    const weights = drawnWeights(cell);
    const names = Object.keys(weights);
    const x = drawn([BLOCKS * S, B, I]);
    const padding = paddingOf(LENGTHS);
    const dy = tf.mul(drawn([BLOCKS * S, B, 2 * H]), spoken(padding));
    const gradient = tf.grads((...values: Tensor[]) => {
      const [input, ...rest] = values;
      const named = Object.fromEntries(names.map((name, i) => [name, rest[i]!]));
      return tf.sum(tf.mul(layerReference(tf, cell, named, { x: input!, padding }), dy));
    });
    const [dx, ...dWeights] = gradient([x, ...names.map((name) => weights[name]!)]);
    const pass = layer.forward(weights, tf.split(x, BLOCKS), tf.split(padding, BLOCKS));
    const result = layer.backward(weights, pass, tf.split(dy, BLOCKS), zerosLike(weights));
    expect(largestDifference(tf.concat(result.dInputs), dx!)).toBeLessThan(10 * TOLERANCE);
    for (const [i, name] of names.entries()) {
      expect(largestDifference(result.gradients[name]!, dWeights[i]!), name).toBeLessThan(
        10 * TOLERANCE,
      );
    }
    layer.close();
  });

  it('one direction alone is that half of both', async () => {
    const padding = tf.zeros([S, B]);
    const x = drawn([S, B, I]);
    for (const d of DIRECTIONS) {
      const weights = drawnWeights(cell, [d]);
      const options = { training: false, directions: [d] };
      const layer = await RecurrentLayer.compile(CELLS[cell], SHAPE, options);
      const { blocks } = layer.forward(weights, [x], [padding]);
      const expected = layerReference(tf, cell, weights, { x, padding, directions: [d] });
      expect(largestDifference(blocks[0]!, expected), d).toBeLessThan(TOLERANCE);
      layer.close();
    }
  });

  it('forward() and backward() leave no tensor behind', async () => {
    const layer = await RecurrentLayer.compile(CELLS[cell], SHAPE, { training: true });
    const weights = drawnWeights(cell);
    const x = tf.split(drawn([BLOCKS * S, B, I]), BLOCKS);
    const padding = tf.split(paddingOf(LENGTHS), BLOCKS);
    const dy = tf.split(drawn([BLOCKS * S, B, 2 * H]), BLOCKS);
    const before = tf.memory().numTensors;
    for (let round = 0; round < 3; round++) {
      const pass = layer.forward(weights, x, padding);
      const result = layer.backward(weights, pass, dy, zerosLike(weights));
      tf.dispose([pass.blocks, result.dInputs, result.gradients]);
      const unused = layer.forward(weights, x, padding);
      layer.forget(unused);
      tf.dispose(unused.blocks);
    }
    expect(tf.memory().numTensors).toBe(before);
    layer.close();
  });
});

describe('RecurrentLayer', () => {
  it.each(CASES)(
    'forwardChunk() of %s goes on from the states and starts the backward direction at the end of the context',
    async (cell) => {
      const layer = await RecurrentLayer.compile(CELLS[cell], SHAPE, { training: false });
      const weights = drawnWeights(cell);
      const x = drawn([2 * S, B, I]);
      const padding = tf.zeros([2 * S, B]);
      const names = CELLS[cell].states;
      const first = names.map(() => drawn([B, H]));
      const before = tf.memory().numTensors;
      const blocks = tf.split(x, 2);
      const paddings = tf.split(padding, 2);
      const states = Object.fromEntries(names.map((name, i) => [name, first[i]!]));
      const chunk = layer.forwardChunk(weights, blocks, paddings, states);
      tf.dispose([blocks, paddings]);
      expect(tf.memory().numTensors).toBe(before + 2 + names.length);
      const expected = layerReference(tf, cell, weights, { x, padding, states: first });
      expect(largestDifference(tf.concat(chunk.blocks), expected)).toBeLessThan(TOLERANCE);
      const own = {
        x: tf.slice(x, [0, 0, 0], [S, B, I]),
        padding: tf.zeros([S, B]),
        states: first,
      };
      for (const [i, state] of lastStates(tf, cell, weights, own).entries()) {
        expect(largestDifference(chunk.states[names[i]!]!, state)).toBeLessThan(TOLERANCE);
      }
      layer.close();
    },
  );

  it('forward() names the input whose shape does not fit', async () => {
    const layer = await RecurrentLayer.compile(CELLS.gru, SHAPE, { training: false });
    const weights = { ...drawnWeights('gru'), 'forward/bias': tf.zeros([1]) };
    const x = tf.split(drawn([BLOCKS * S, B, I]), BLOCKS);
    const padding = tf.split(paddingOf(LENGTHS), BLOCKS);
    expect(() => layer.forward(weights, x, padding)).toThrow(/forward\/bias/);
    layer.close();
  });
});

describe('RecurrentLayer.backward()', () => {
  it('watch sees the gradient that flows back through time at every border of blocks', async () => {
    const shape = { ...SHAPE, steps: 1 };
    const options = { training: true, directions: ['forward'] as const };
    const layer = await RecurrentLayer.compile(CELLS.lstm, shape, options);
    const weights = drawnWeights('lstm', ['forward']);
    const x = Array.from({ length: 4 }, () => drawn([1, B, I]));
    const padding = x.map(() => tf.zeros([1, B]));
    const dLast = drawn([1, B, H]);
    const seen = new Map<number, { h: Tensor; c: Tensor }>();
    const sizes: number[] = [];
    const pass = layer.forward(weights, x, padding);
    const dBlocks = x.map((_, i) => (i === 3 ? dLast : tf.zeros([1, B, H])));
    layer.backward(weights, pass, dBlocks, zerosLike(weights), {
      watch(d, block, { state, cell }, norms) {
        expect(d).toBe('forward');
        sizes[block] = norms.dataSync()[0]!;
        seen.set(block, { h: state!.clone(), c: cell!.clone() });
      },
    });
    expect([...seen.keys()]).toEqual([3, 2, 1, 0]);
    // With one step a block and a loss at the end, the gradient by an output is that by the state before the next block.
    const byOutput = [seen.get(1)!.h, seen.get(2)!.h, seen.get(3)!.h, dLast];
    for (const [block, gradient] of byOutput.entries()) {
      expect(sizes[block]).toBeCloseTo(tf.norm(gradient).dataSync()[0]!, 5);
    }
    const states = lastStates(tf, 'lstm', weights, {
      x: tf.concat(x.slice(0, 2)),
      padding: tf.zeros([2, B]),
    });
    const rest = { x: tf.concat(x.slice(2)), padding: tf.zeros([2, B]) };
    const [dh, dc] = tf.grads((h: Tensor, c: Tensor) => {
      const [last] = lastStates(tf, 'lstm', weights, { ...rest, states: [h, c] });
      return tf.sum(tf.mul(last!, tf.reshape(dLast, [B, H])));
    })([...states]);
    expect(largestDifference(seen.get(2)!.h, dh!)).toBeLessThan(TOLERANCE);
    expect(largestDifference(seen.get(2)!.c, dc!)).toBeLessThan(TOLERANCE);
    layer.close();
  });

  it.each([1, 2])(
    'reach %i stops the gradient at borders, as segments of that length do',
    async (reach) => {
      const options = { training: true, directions: ['forward'] as const };
      const layer = await RecurrentLayer.compile(CELLS.lstm, SHAPE, options);
      const weights = drawnWeights('lstm', ['forward']);
      const x = tf.split(drawn([4 * S, B, I]), 4);
      const padding = x.map(() => tf.zeros([S, B]));
      const dBlocks = tf.split(drawn([4 * S, B, H]), 4);
      const pass = layer.forward(weights, x, padding);
      const before = tf.memory().numTensors;
      const cut = layer.backward(weights, pass, dBlocks, zerosLike(weights), { reach });
      expect(tf.memory().numTensors).toBeLessThan(before);
      const truncated = await TruncatedLayer.over(layer);
      let sums: Readonly<Record<string, Tensor>> = zerosLike(weights);
      for (let start = 0; start < 4; start += reach) {
        const segment = <T>(list: readonly T[]): T[] => list.slice(start, start + reach);
        const own = truncated.forward(weights, segment(x), segment(padding));
        sums = layer.backward(weights, own, segment(dBlocks), sums).gradients;
      }
      truncated.restart();
      for (const [name, expected] of Object.entries(sums)) {
        expect(largestDifference(cut.gradients[name]!, expected), name).toBeLessThan(TOLERANCE);
      }
      layer.close();
    },
  );
});

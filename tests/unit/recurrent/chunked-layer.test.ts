/**
 * The latency-controlled form against the eager reference and central differences, two layers deep.
 * @module
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../../src/base/random';
import type { CellName } from '../../../src/recurrent/cell';
import { lastStates, layerReference } from '../../../src/recurrent/cell-reference';
import { CELLS } from '../../../src/recurrent/cells';
import { ChunkedLayer, chunksOf, windowsOf } from '../../../src/recurrent/chunked-layer';
import { RecurrentLayer } from '../../../src/recurrent/recurrent-layer';
import { loadTensorflow, type Tensorflow, type Tensor } from '../../../src/tensor/backend';
import {
  drawn,
  drawnWeights,
  largestDifference,
  paddingOf,
  zerosLike,
  type Named,
} from './layer-values';

const [S, B, I, H] = [3, 3, 4, 5] as const;
const BLOCKS = 7;
const T = S * BLOCKS;
const LENGTHS = [T, T - 4, 8];
const SHAPE = { chunk: 2, context: 1 };
const TOLERANCE = 2e-5;

let tf: Tensorflow;
const random = new Random(12);
beforeAll(async () => {
  tf = await loadTensorflow();
});

/** One layer over windows, each one tensor [n·S, B, …], in eager operations. */
function eagerLayer(
  cell: CellName,
  weights: Named,
  windows: readonly Tensor[],
  paddings: readonly Tensor[],
): Tensor[] {
  let states: readonly Tensor[] | undefined;
  return windows.map((x, k) => {
    const input = { x, padding: paddings[k]!, ...(states && { states }) };
    const y = layerReference(tf, cell, weights, input);
    const steps = Math.min(SHAPE.chunk * S, x.shape[0]);
    states = lastStates(tf, cell, weights, {
      ...input,
      x: tf.slice(x, 0, steps),
      padding: tf.slice(paddings[k]!, 0, steps),
    });
    return y;
  });
}

interface Stack {
  readonly weights: readonly Named[];
  readonly layers: readonly ChunkedLayer[];
  close(): void;
}

async function twoLayers(cell: CellName): Promise<Stack> {
  const compiled = await Promise.all(
    [I, 2 * H].map((inputSize) =>
      RecurrentLayer.compile(
        CELLS[cell],
        { batch: B, steps: S, inputSize, units: H },
        { training: true },
      ),
    ),
  );
  return {
    weights: [I, 2 * H].map((inputSize) => drawnWeights(tf, random, cell, [inputSize, H])),
    layers: await Promise.all(compiled.map((layer) => ChunkedLayer.over(layer, SHAPE))),
    close() {
      for (const layer of compiled) layer.close();
    },
  };
}

const cut = (x: Tensor): Tensor[][] => windowsOf(tf.split(x, BLOCKS), SHAPE);
const joined = (windows: readonly (readonly Tensor[])[]): Tensor[] =>
  windows.map((window) => tf.concat([...window]));

/** Sum of outputs ∘ dy over chunks, and the gradient by every weight and by x. */
function compiledLoss(
  { weights, layers }: Stack,
  x: Tensor,
  dy: Tensor,
): { loss: number; dx: Tensor; gradients: readonly Named[]; top: Tensor } {
  const padding = cut(paddingOf(tf, T, LENGTHS));
  const first = layers[0]!.forward(weights[0]!, cut(x), padding);
  const second = layers[1]!.forward(weights[1]!, first.windows, padding);
  const top = tf.concat(chunksOf(second.windows, SHAPE));
  const dBlocks = tf.split(dy, BLOCKS);
  let at = 0;
  const dTop = second.windows.map((window) =>
    window.map((block, i) => (i < SHAPE.chunk ? dBlocks[at++]! : tf.zerosLike(block))),
  );
  const upper = layers[1]!.backward(weights[1]!, second, dTop, zerosLike(tf, weights[1]!));
  const lower = layers[0]!.backward(weights[0]!, first, upper.dWindows, zerosLike(tf, weights[0]!));
  const dx = Array.from({ length: BLOCKS }, (_, b) =>
    tf.addN(
      lower.dWindows.flatMap((window, k) => window.filter((__, i) => k * SHAPE.chunk + i === b)),
    ),
  );
  return {
    loss: tf.sum(tf.mul(top, dy)).dataSync()[0]!,
    dx: tf.concat(dx),
    gradients: [lower.gradients, upper.gradients] as Named[],
    top,
  };
}

/** dy that leaves padding alone. */
function drawnGradient(): Tensor {
  const spoken = tf.expandDims(tf.sub(1, paddingOf(tf, T, LENGTHS)), 2);
  return tf.mul(drawn(tf, random, [T, B, 2 * H]), spoken);
}

describe.each(Object.keys(CELLS) as CellName[])('ChunkedLayer of %s', (cell) => {
  it('equals the eager reference, and its gradients those that tfjs derives through all chunks', async () => {
    const stack = await twoLayers(cell);
    const x = drawn(tf, random, [T, B, I]);
    const dy = drawnGradient();
    const paddings = joined(cut(paddingOf(tf, T, LENGTHS)));
    const names = stack.weights.map((w) => Object.keys(w));
    const eager = (input: Tensor, ...values: Tensor[]): Tensor => {
      const own = names.map((list, l) =>
        Object.fromEntries(list.map((name, i) => [name, values[l * names[0]!.length + i]!])),
      );
      const middle = eagerLayer(cell, own[0]!, joined(cut(input)), paddings);
      const top = eagerLayer(cell, own[1]!, middle, paddings);
      return tf.concat(top.map((y) => tf.slice(y, 0, Math.min(SHAPE.chunk * S, y.shape[0]))));
    };
    const flat = names.flatMap((list, l) => list.map((name) => stack.weights[l]![name]!));
    const found = compiledLoss(stack, x, dy);
    const spoken = tf.expandDims(tf.sub(1, paddingOf(tf, T, LENGTHS)), 2);
    expect(
      largestDifference(tf, tf.mul(found.top, spoken), tf.mul(eager(x, ...flat), spoken)),
    ).toBeLessThan(TOLERANCE);
    const [dx, ...derived] = tf.grads((...values: Tensor[]) => {
      const [input, ...rest] = values;
      return tf.sum(tf.mul(eager(input!, ...rest), dy));
    })([x, ...flat]);
    expect(largestDifference(tf, found.dx, dx!)).toBeLessThan(2e-4);
    let at = 0;
    for (const [l, list] of names.entries()) {
      for (const name of list) {
        const difference = largestDifference(tf, found.gradients[l]![name]!, derived[at++]!);
        expect(difference, `layer ${l} ${name}`).toBeLessThan(5e-4);
      }
    }
    stack.close();
  });

  it('has the gradients of central differences along drawn directions', async () => {
    const stack = await twoLayers(cell);
    const x = drawn(tf, random, [T, B, I]);
    const dy = drawnGradient();
    const found = compiledLoss(stack, x, dy);
    const e = 1e-2;
    for (const [l, weights] of stack.weights.entries()) {
      for (const [name, weight] of Object.entries(weights)) {
        const direction = drawn(tf, random, weight.shape);
        const moved = (by: number): number => {
          const changed = { ...weights, [name]: tf.add(weight, tf.mul(direction, by)) };
          const all = stack.weights.map((w, i) => (i === l ? changed : w));
          return compiledLoss({ ...stack, weights: all }, x, dy).loss;
        };
        const slope = (moved(e) - moved(-e)) / (2 * e);
        const gradient = found.gradients[l]![name]!;
        const claimed = tf.sum(tf.mul(gradient, direction)).dataSync()[0]!;
        const size = 1 + tf.norm(gradient).dataSync()[0]! * tf.norm(direction).dataSync()[0]!;
        expect(Math.abs(claimed - slope) / size, `layer ${l} ${name}`).toBeLessThan(1e-2);
      }
    }
    stack.close();
  });
});

describe('ChunkedLayer', () => {
  it('says in its chunks what the stream says, exactly', async () => {
    const shape = { batch: B, steps: S, inputSize: I, units: H };
    const layer = await RecurrentLayer.compile(CELLS.gru, shape, { training: true });
    const stream = await RecurrentLayer.compile(CELLS.gru, shape, { training: false });
    const chunked = await ChunkedLayer.over(layer, { chunk: 1, context: 1 });
    const weights = drawnWeights(tf, random, 'gru', [I, H]);
    const windows = windowsOf(tf.split(drawn(tf, random, [T, B, I]), BLOCKS), {
      ...{ chunk: 1, context: 1 },
    });
    const padding = windows.map((window) => window.map(() => tf.zeros([S, B])));
    const pass = chunked.forward(weights, windows, padding);
    let states: Readonly<Named> = { state: tf.zeros([B, H]) };
    for (const [k, window] of windows.slice(0, -1).entries()) {
      const heard = stream.forwardChunk(weights, window, padding[k]!, states);
      expect(largestDifference(tf, pass.windows[k]![0]!, heard.blocks[0]!)).toBe(0);
      states = heard.states;
    }
    layer.close();
    stream.close();
  });

  it('leaves only its results', async () => {
    const shape = { batch: B, steps: S, inputSize: I, units: H };
    const layer = await RecurrentLayer.compile(CELLS.lstm, shape, { training: true });
    const chunked = await ChunkedLayer.over(layer, SHAPE);
    const weights = drawnWeights(tf, random, 'lstm', [I, H]);
    const windows = cut(drawn(tf, random, [T, B, I]));
    const padding = cut(paddingOf(tf, T, LENGTHS));
    const before = tf.memory().numTensors;
    const pass = chunked.forward(weights, windows, padding);
    const made = chunked.backward(weights, pass, pass.windows, zerosLike(tf, weights));
    tf.dispose([pass.windows.flat(), made.dWindows.flat(), { ...made.gradients }]);
    expect(tf.memory().numTensors).toBe(before);
    layer.close();
  });
});

describe('windowsOf() and chunksOf()', () => {
  it('cut chunks with their context, less at the end, and put chunks together again', () => {
    const windows = windowsOf([0, 1, 2, 3, 4], SHAPE);
    expect(windows).toEqual([[0, 1, 2], [2, 3, 4], [4]]);
    expect(chunksOf(windows, SHAPE)).toEqual([0, 1, 2, 3, 4]);
  });

  it('refuse chunks of nothing', () => {
    expect(() => windowsOf([1], { chunk: 0, context: 1 })).toThrow(RangeError);
  });
});

/**
 * The convolutions before the layers, against plain loops and against themselves in two parts.
 * @module
 */
import { beforeAll, describe, expect, it } from 'vitest';
import {
  frontShapes,
  noPast,
  pastOf,
  patternCount,
  patternsOf,
} from '../../../src/acoustic/convolution-front';
import { Random } from '../../../src/base/random';
import { loadTensorflow, type Tensor, type Tensorflow } from '../../../src/tensor/backend';

/** Coefficients of a frame, batch, filters. */
const [M, B, F] = [5, 2, 3];
const random = new Random(3);
const draw = (count: number): Float32Array =>
  Float32Array.from({ length: count }, () => random.normal());

let tf: Tensorflow;
let weights: Record<string, Tensor>;
let values: Record<string, Float32Array>;
beforeAll(async () => {
  tf = await loadTensorflow();
  const shapes = Object.entries(frontShapes(3 * M, F));
  values = Object.fromEntries(
    shapes.map(([name, shape]) => [name, draw(shape.reduce((a, b) => a * b, 1))]),
  );
  weights = Object.fromEntries(
    shapes.map(([name, shape]) => [name, tf.tensor(values[name]!, [...shape])]),
  );
});

type Image = (frame: number, band: number, channel: number) => number;

/** One filter of an image that is zero beyond its bands; frames count from the first that it may read. */
function filtered(image: Image, bands: number, channels: number, name: string): Image {
  const kernel = values[`${name}/kernel`]!;
  return (frame, band, filter) => {
    let sum = values[`${name}/bias`]![filter]!;
    for (let t = 0; t < 3; t++) {
      for (let k = 0; k < 3; k++) {
        const read = 2 * band + k - 1;
        if (read < 0 || read >= bands) continue;
        for (let c = 0; c < channels; c++) {
          const weight = kernel[((t * 3 + k) * channels + c) * F + filter]!;
          sum += weight * image(frame + t, read, c);
        }
      }
    }
    return Math.max(0, sum);
  };
}

/** The patterns of utterance `b` of steps [T, B, 3 M] behind frames [2, B, M]. */
function plain(steps: Float32Array, past: Float32Array, b: number): Image {
  const coefficient = (frame: number, k: number): number => {
    if (frame < 2) return past[(frame * B + b) * M + k]!;
    const [step, place] = [Math.floor((frame - 2) / 3), (frame - 2) % 3];
    return steps[((step * B + b) * 3 + place) * M + k]!;
  };
  const bands: Image = (frame, band) => {
    let sum = 0;
    for (let k = 0; k < M; k++) sum += coefficient(frame, k) * values['bands']![k * M + band]!;
    return sum;
  };
  const first = filtered(bands, M, 1, 'first');
  const second = filtered(first, 3, F, 'second');
  return (step, band, filter) => second(3 * step, band, filter);
}

describe('patternsOf()', () => {
  it('equals plain loops', () => {
    const T = 4;
    const [steps, past] = [draw(T * B * 3 * M), draw(2 * B * M)];
    const before = tf.memory().numTensors;
    const [x, p] = [tf.tensor3d(steps, [T, B, 3 * M]), tf.tensor3d(past, [2, B, M])];
    const made = patternsOf(tf, weights, x, p);
    expect(made.shape).toEqual([T, B, patternCount(3 * M, F)]);
    const numbers = made.dataSync();
    let at = 0;
    for (let t = 0; t < T; t++) {
      for (let b = 0; b < B; b++) {
        const expected = plain(steps, past, b);
        for (let band = 0; band < 2; band++) {
          for (let f = 0; f < F; f++) expect(numbers[at++]).toBeCloseTo(expected(t, band, f), 3);
        }
      }
    }
    expect(at).toBe(numbers.length);
    tf.dispose([x, p, made]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('finds the same in two parts, where the second is told what came before', () => {
    const before = tf.memory().numTensors;
    const x = tf.tensor3d(draw(7 * B * 3 * M), [7, B, 3 * M]);
    const start = noPast(tf, 3 * M, B);
    const whole = patternsOf(tf, weights, x, start);
    const [head, rest] = tf.split(x, [3, 4]);
    const between = pastOf(tf, x, 3);
    const parts = [patternsOf(tf, weights, head!, start), patternsOf(tf, weights, rest!, between)];
    const joined = tf.concat(parts);
    expect(joined.shape).toEqual([7, B, patternCount(3 * M, F)]);
    const numbers = whole.dataSync();
    joined.dataSync().forEach((value, i) => {
      expect(value).toBeCloseTo(numbers[i]!, 5);
    });
    tf.dispose([x, start, whole, head!, rest!, between, parts, joined]);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('patternCount()', () => {
  it('halves the bands twice', () => {
    expect(patternCount(120, 32)).toBe(320);
    expect([3, 6, 12, 15].map((size) => patternCount(size, 1))).toEqual([1, 1, 1, 2]);
  });
});

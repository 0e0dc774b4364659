/**
 * The batched front end against the float64 golden and the live one.
 * @module
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowsOf, type Matrix } from '../../../src/base/matrix';
import { Random } from '../../../src/base/random';
import { BatchMfcc } from '../../../src/features/batch-mfcc';
import { COEFFICIENTS, SHIFT_SAMPLES, WINDOW_SAMPLES } from '../../../src/features/definition';
import { LiveMfcc } from '../../../src/features/live-mfcc';
import { loadTensorflow, type Tensorflow } from '../../../src/tensor/backend';
import { expectGolden, goldenSignals } from './golden-mfcc';

let tf: Tensorflow;
let mfcc: BatchMfcc;

beforeAll(async () => {
  tf = await loadTensorflow();
  mfcc = new BatchMfcc(tf);
});

afterAll(() => {
  mfcc.close();
});

function framesOf(m: Matrix): Float32Array[] {
  return Array.from({ length: m.rows }, (_, row) => rowsOf(m, row, row + 1).data);
}

describe('BatchMfcc', async () => {
  it.each(await goldenSignals())('hears the golden MFCC in the %s', (_, samples, golden) => {
    expectGolden(framesOf(mfcc.extract(samples)), golden);
  });

  it('equals the live front end over more frames than a product takes at once', () => {
    const random = new Random(4);
    const frames = 2100;
    const samples = Int16Array.from(
      { length: WINDOW_SAMPLES + (frames - 1) * SHIFT_SAMPLES },
      (_, n) => (n % 16000 < 2000 ? 0 : random.normal() * 800),
    );
    const batch = mfcc.extract(samples);
    const live = new LiveMfcc().accept(samples);
    expect(batch.rows).toBe(frames);
    expect(live).toHaveLength(frames);
    for (let k = 0; k < COEFFICIENTS; k++) {
      const column = live.map((frame) => frame[k]!);
      const range = Math.max(...column) - Math.min(...column);
      const off = column.map((value, i) => Math.abs(value - batch.data[i * COEFFICIENTS + k]!));
      expect(Math.max(...off) / range).toBeLessThan(1e-4);
    }
  });

  it.each([0, 1, 399])('finds no frame in %i samples', (length) => {
    expect(mfcc.extract(new Int16Array(length)).rows).toBe(0);
  });

  it('leaves no tensor behind', () => {
    const before = tf.memory().numTensors;
    mfcc.extract(new Int16Array(4000));
    expect(tf.memory().numTensors).toBe(before);
    new BatchMfcc(tf).close();
    expect(tf.memory().numTensors).toBe(before);
  });
});

/**
 * The written-out CTC against PyTorch 2.13 (tests/reference/ctc.json, made by scripts/reference/ctc.py), against
 * differences of itself, and the native kernel against it.
 * @module
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/base/random';
import { CtcLoss } from '../../../src/recurrent/ctc-loss';
import { ctcReference } from '../../../src/recurrent/ctc-reference';
import { loadTensorflow } from '../../../src/tensor/backend';

interface Values {
  readonly shape: [number, number, number];
  readonly data: readonly number[];
}
const GOLDEN = JSON.parse(
  readFileSync(path.join(__dirname, '../../reference/ctc.json'), 'utf8'),
) as {
  labels: number[][];
  lengths: number[];
  ctc: { logits: Values; losses: { data: number[] }; gradient: Values };
};

/** Rows of sequence `b` of [T, B, C]. */
function rowsOf({ shape: [, B, C], data }: Values, b: number, steps: number): number[] {
  return Array.from({ length: steps * C }, (_, i) => {
    return data[(Math.floor(i / C) * B + b) * C + (i % C)]!;
  });
}

describe('ctcReference()', () => {
  it('gives the losses and gradients of PyTorch', () => {
    const { logits, losses, gradient } = GOLDEN.ctc;
    for (const [b, labels] of GOLDEN.labels.entries()) {
      const steps = GOLDEN.lengths[b]!;
      const found = ctcReference(rowsOf(logits, b, steps), logits.shape[2], labels);
      expect(found.loss).toBeCloseTo(losses.data[b]!, 7);
      for (const [i, expected] of rowsOf(gradient, b, steps).entries()) {
        expect(found.gradient[i], `sequence ${b}, value ${i}`).toBeCloseTo(expected, 7);
      }
    }
  });

  it('has the gradient of central differences, also without labels', () => {
    const random = new Random(3);
    const logits = Array.from({ length: 6 * 4 }, () => random.normal());
    for (const labels of [[], [0, 0], [2, 1, 2]]) {
      const { gradient } = ctcReference(logits, 4, labels);
      const e = 1e-5;
      for (let i = 0; i < logits.length; i++) {
        const moved = (by: number): number =>
          ctcReference(
            logits.map((v, j) => (j === i ? v + by : v)),
            4,
            labels,
          ).loss;
        expect(gradient[i]).toBeCloseTo((moved(e) - moved(-e)) / (2 * e), 7);
      }
    }
  });

  it('knows where the steps cannot hold the labels', () => {
    const { loss, gradient } = ctcReference([0, 0, 0, 0, 0, 0], 3, [1, 1]);
    expect(loss).toBe(Infinity);
    expect(gradient).toEqual(new Float64Array(6));
  });
});

describe('CtcLoss', () => {
  it('run() equals the reference for any lengths and labels', async () => {
    const tf = await loadTensorflow();
    const [steps, C] = [40, 7];
    const ctc = await CtcLoss.open();
    const random = new Random(8);
    let finite = 0;
    for (let round = 0; round < 20; round++) {
      const B = 1 + random.integer(4);
      const lengths = Array.from({ length: B }, () => 1 + random.integer(steps));
      const labels = lengths.map((n) =>
        Int32Array.from({ length: random.integer(n + 1) }, () => random.integer(C - 1)),
      );
      const data = Array.from({ length: steps * B * C }, () => 3 * random.normal());
      const logits = tf.tensor3d(data, [steps, B, C]);
      const found = ctc.run(logits, labels, lengths);
      const [losses, gradient] = [found.losses.dataSync(), Array.from(found.gradient.dataSync())];
      const values = { shape: [steps, B, C] as Values['shape'], data: gradient };
      for (const [b, row] of labels.entries()) {
        const own = rowsOf({ ...values, data }, b, lengths[b]!);
        const expected = ctcReference(own, C, [...row]);
        if (expected.loss === Infinity) {
          expect(losses[b]).toBe(Infinity);
          expect(rowsOf(values, b, lengths[b]!).every((g) => g === 0)).toBe(true);
          continue;
        }
        finite += 1;
        expect(Math.abs(losses[b]! - expected.loss)).toBeLessThan(1e-6 * (1 + expected.loss));
        for (const [i, g] of rowsOf(values, b, lengths[b]!).entries()) {
          expect(Math.abs(g - expected.gradient[i]!), `sequence ${b}, ${i}`).toBeLessThan(1e-6);
        }
      }
      tf.dispose([logits, found.losses, found.gradient]);
    }
    expect(finite).toBeGreaterThan(20);
  });

  it.each([60, 200])(
    'run() equals the reference where alignments all but vanish (blank ahead by %d)',
    async (ahead) => {
      const tf = await loadTensorflow();
      const [steps, C] = [60, 5];
      const ctc = await CtcLoss.open();
      const random = new Random(4);
      const labels = Array.from({ length: 25 }, () => random.integer(C - 1));
      const data = Array.from({ length: steps * C }, (_, i) =>
        i % C === C - 1 ? ahead + random.normal() : random.normal(),
      );
      const found = ctc.run(tf.tensor3d(data, [steps, 1, C]), [Int32Array.from(labels)], [steps]);
      const expected = ctcReference(data, C, labels);
      expect(found.losses.dataSync()[0]! / expected.loss).toBeCloseTo(1, 5);
      found.gradient.dataSync().forEach((g, i) => {
        expect(g).toBeCloseTo(expected.gradient[i]!, 4);
      });
    },
  );
});

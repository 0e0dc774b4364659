/**
 * The loss between two hearings: against plain arithmetic.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { loadTensorflow } from '../../../src/tensor/backend';
import { consistencyLoss } from '../../../src/training/consistency';

const [T, B, C] = [4, 4, 3];
/** Steps of each utterance: two recordings, and their other hearings. */
const LENGTHS = [4, 2, 4, 2];
const LOGITS = Float32Array.from({ length: T * B * C }, (_, i) => 2 * Math.sin(3 * i * i));

/** Posteriors of one step. */
function posteriors(t: number, b: number): number[] {
  const at = (t * B + b) * C;
  const powers = Array.from(LOGITS.subarray(at, at + C), Math.exp);
  const sum = powers.reduce((x, y) => x + y, 0);
  return powers.map((power) => power / sum);
}

describe('consistencyLoss()', () => {
  it('is the divergence of each hearing from the other one, and leaks nothing', async () => {
    const tf = await loadTensorflow();
    const logits = tf.tensor3d(LOGITS, [T, B, C]);
    const padding = [0, 2].map((from) =>
      tf.tensor2d(
        [0, 1].flatMap((step) => LENGTHS.map((length) => (from + step < length ? 0 : 1))),
        [2, B],
      ),
    );
    const before = tf.memory().numTensors;
    const { losses, gradient } = consistencyLoss(tf, logits, padding);
    expect(tf.memory().numTensors).toBe(before + 2);
    const found = { losses: losses.dataSync(), gradient: gradient.dataSync() };
    for (const [b, length] of LENGTHS.entries()) {
      let expected = 0;
      for (let t = 0; t < T; t++) {
        const [own, other] = [posteriors(t, b), posteriors(t, (b + 2) % 4)];
        for (let c = 0; c < C; c++) {
          const spoken = t < length;
          if (spoken) expected += other[c]! * Math.log(other[c]! / own[c]!);
          const gradientThere = found.gradient[(t * B + b) * C + c];
          expect(gradientThere).toBeCloseTo(spoken ? own[c]! - other[c]! : 0, 5);
        }
      }
      expect(expected).toBeGreaterThan(0.01);
      expect(found.losses[b]).toBeCloseTo(expected, 4);
    }
    expect(() => consistencyLoss(tf, tf.zeros([2, 3, C]), [tf.zeros([2, 3])])).toThrow(
      'their number must be even: current is 3',
    );
    tf.dispose([logits, padding, losses, gradient]);
  });
});

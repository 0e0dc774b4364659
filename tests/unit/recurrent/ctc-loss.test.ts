/**
 * CTC against a sum over all alignments and finite differences.
 * @module
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../../src/base/random';
import { loadTensorflow, type Tensorflow } from '../../../src/tensor/backend';
import { CtcLoss } from '../../../src/recurrent/ctc-loss';

const CLASSES = 4;
const STEPS = 5;
const LABELS = [Int32Array.of(1, 1), Int32Array.of(2)];
const LENGTHS = [5, 3];

let tf: Tensorflow;
let ctc: CtcLoss;
beforeAll(async () => {
  tf = await loadTensorflow();
  ctc = await CtcLoss.open();
});

const random = new Random(9);
const logits = Array.from({ length: STEPS * 2 * CLASSES }, () => random.normal());

/** −log of the sum over every path of sequence `b` that collapses to its labels. */
function bruteForce(values: readonly number[], b: number): number {
  const posterior = (t: number, c: number): number => {
    const row = Array.from({ length: CLASSES }, (_, k) =>
      Math.exp(values[(t * 2 + b) * CLASSES + k]!),
    );
    return row[c]! / row.reduce((x, y) => x + y, 0);
  };
  const walk = (t: number, path: number[]): number => {
    if (t === LENGTHS[b]) {
      const units = path.filter((c, i) => c !== CLASSES - 1 && c !== path[i - 1]);
      return units.join() === LABELS[b]!.join() ? 1 : 0;
    }
    let total = 0;
    for (let c = 0; c < CLASSES; c++) total += posterior(t, c) * walk(t + 1, [...path, c]);
    return total;
  };
  return -Math.log(walk(0, []));
}

describe('CtcLoss', () => {
  it('run() gives the negative logarithm of the sum over all alignments', () => {
    const { losses } = ctc.run(tf.tensor3d(logits, [STEPS, 2, CLASSES]), LABELS, LENGTHS);
    const found = losses.dataSync();
    expect(found[0]).toBeCloseTo(bruteForce(logits, 0), 4);
    expect(found[1]).toBeCloseTo(bruteForce(logits, 1), 4);
  });

  it('run() gives the gradient by every logit, zero beyond the end', () => {
    const { gradient } = ctc.run(tf.tensor3d(logits, [STEPS, 2, CLASSES]), LABELS, LENGTHS);
    const found = gradient.dataSync();
    const e = 1e-5;
    for (let i = 0; i < logits.length; i++) {
      const b = Math.floor(i / CLASSES) % 2;
      const moved = (by: number): number =>
        bruteForce(
          logits.map((v, j) => (j === i ? v + by : v)),
          b,
        );
      expect(found[i], `logit ${i}`).toBeCloseTo((moved(e) - moved(-e)) / (2 * e), 3);
    }
  });

  it('run() says that no alignment of too many labels exists, and leaves only its results', () => {
    const x = tf.tensor3d(logits, [STEPS, 2, CLASSES]);
    const before = tf.memory().numTensors;
    const { losses, gradient } = ctc.run(x, [Int32Array.of(1, 1, 1, 1), Int32Array.of(2)], LENGTHS);
    expect(losses.dataSync()[0]).toBe(Infinity);
    tf.dispose([losses, gradient]);
    expect(tf.memory().numTensors).toBe(before);
  });
});

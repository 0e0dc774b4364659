/**
 * A step of the learner: the loss is that of plain code, and memory stays the same.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { Random } from '../../../../src/base/random';
import { logSumExp, PlainRecurrent } from '../../../../src/language/recurrent/plain-recurrent';
import { loadTensorflow } from '../../../../src/tensor/backend';
import {
  firstRecurrentWeights,
  RecurrentLearner,
} from '../../../../src/training/recurrent-language/recurrent-learner';
import { toTensors } from '../../../../src/training/weight-tensors';

const SPEC = { symbols: 60, vectorSize: 5, units: 7 };
const SHAPE = { steps: 3, streams: 2 };
const BATCHES = [
  { inputs: Int32Array.of(0, 1, 2, 3, 4, 5), labels: Int32Array.of(2, 3, 4, 5, 6, 7) },
  { inputs: Int32Array.of(6, 7, 8, 9, 10, 11), labels: Int32Array.of(8, 9, 10, 11, 12, 13) },
];

describe('RecurrentLearner', () => {
  it('carries the state of each stream from step to step', async () => {
    const tf = await loadTensorflow();
    const weights = firstRecurrentWeights(SPEC, new Random(1));
    const learner = await RecurrentLearner.create(SPEC, SHAPE, 'float32', toTensors(tf, weights));
    const model = new PlainRecurrent(SPEC, weights);
    let states = [model.fresh, model.fresh];
    const before = tf.memory().numTensors;
    for (const { inputs, labels } of BATCHES) {
      let loss = 0;
      for (let s = 0; s < SHAPE.steps; s++) {
        states = states.map((state, b) => {
          const next = model.read(state, inputs[s * 2 + b]!);
          const logits = model.logits(next);
          loss += (logSumExp(logits) - logits[labels[s * 2 + b]!]!) / 6;
          return next;
        });
      }
      // At rate 0 the weights stay.
      const step = learner.step({ inputs, labels }, 0);
      expect(step.applied).toBe(true);
      expect(step.loss).toBeCloseTo(loss, 5);
    }
    learner.restart();
    expect(tf.memory().numTensors).toBe(before);
    learner.close();
  });

  it('learns what follows what', async () => {
    const tf = await loadTensorflow();
    const weights = toTensors(tf, firstRecurrentWeights(SPEC, new Random(1)));
    const learner = await RecurrentLearner.create(SPEC, SHAPE, 'float32', weights);
    const losses = Array.from({ length: 200 }, (_, i) => learner.step(BATCHES[i % 2]!, 0.05).loss);
    expect(losses[0]).toBeGreaterThan(3.9);
    expect(losses.at(-1)).toBeLessThan(1);
    learner.close();
  });
});

describe('firstRecurrentWeights', () => {
  it('keeps states at first, and has no other bias', () => {
    const { 'forward/bias': bias, 'output/bias': output } = firstRecurrentWeights(
      SPEC,
      new Random(1),
    );
    expect(Array.from(bias!.data, Math.abs)).toEqual(
      [0, 1, 0, 0].flatMap((v) => new Array<number>(7).fill(v)),
    );
    expect(output!.data.every((value) => value === 0)).toBe(true);
  });
});

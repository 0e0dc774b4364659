/**
 * The plain model; recurrent-scorer.test.ts holds it against the graphs.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { logSumExp, PlainRecurrent } from '../../../../src/language/recurrent/plain-recurrent';
import { smallRecurrent } from './small-recurrent';

const { spec, weights } = smallRecurrent();
const MODEL = new PlainRecurrent(spec, weights);

describe('PlainRecurrent', () => {
  it('gives one cell of a hand calculation', () => {
    // One unit, one value a vector, all weights 1 and biases 0 but the table.
    const ones = (...shape: number[]) => ({
      shape,
      data: new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(1),
    });
    const zeros = (n: number) => ({ shape: [n], data: new Float32Array(n) });
    const model = new PlainRecurrent(
      { symbols: 2, vectorSize: 1, units: 1 },
      {
        table: { shape: [2, 1], data: Float32Array.of(0.5, -1) },
        'forward/kernel': ones(1, 4),
        'forward/recurrent': ones(1, 4),
        'forward/bias': zeros(4),
        projection: ones(1, 1),
        'output/bias': zeros(2),
      },
    );
    const state = model.read(model.fresh, 0);
    const s = 1 / (1 + Math.exp(-0.5));
    const c = s * Math.tanh(0.5);
    expect(state.c[0]).toBeCloseTo(c, 6);
    const h = s * Math.tanh(c);
    expect(state.h[0]).toBeCloseTo(h, 6);
    expect(model.logits(state)[1]).toBeCloseTo(-h, 6);
  });

  it('changes no state that it was given', () => {
    const { fresh } = MODEL;
    const state = MODEL.read(fresh, 1);
    expect(fresh.h.every((value) => value === 0)).toBe(true);
    expect(MODEL.read(fresh, 1)).toEqual(state);
    expect(MODEL.read(state, 1)).not.toEqual(state);
  });
});

describe('logSumExp', () => {
  it('does not overflow', () => {
    expect(logSumExp(Float32Array.of(1000, 1000))).toBeCloseTo(1000 + Math.log(2), 3);
  });
});

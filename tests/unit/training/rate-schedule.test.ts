/**
 * The learning rate over a run.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { rateAt } from '../../../src/training/rate-schedule';

describe('rateAt()', () => {
  const schedule = { rate: 1, warmUpSteps: 9, decayShare: 0.5, totalSteps: 100 };
  it.each([
    [0, 0.1],
    [4, 0.5],
    [9, 1],
    [50, 1],
    [75, 0.5],
    [100, 0],
    [101, 0],
  ])('step %i has %d', (step, rate) => {
    expect(rateAt(schedule, step)).toBeCloseTo(rate, 10);
  });

  it('knows a run without a fall', () => {
    expect(rateAt({ ...schedule, decayShare: 0 }, 99)).toBe(1);
  });
});

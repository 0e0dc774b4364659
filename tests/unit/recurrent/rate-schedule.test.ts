/**
 * Learning rates over a run. Expected values: the formulae of PyTorch's StepLR, ExponentialLR, CosineAnnealingLR and
 * OneCycleLR, evaluated by hand or written out.
 * @module
 */
import { describe, expect, it } from 'vitest';
import {
  learningRate,
  parseRateSchedule,
  type RateSchedule,
} from '../../../src/recurrent/rate-schedule';

describe('learningRate()', () => {
  it('constant stays, behind a linear warm-up', () => {
    const schedule = { kind: 'constant', rate: 1, warmUpSteps: 3 } as const;
    expect([0, 1, 2, 3, 1000].map((t) => learningRate(schedule, t))).toEqual([
      0.25, 0.5, 0.75, 1, 1,
    ]);
  });

  it('step falls once every so many steps', () => {
    const schedule = { kind: 'step', rate: 1, factor: 0.5, everySteps: 10 } as const;
    expect([0, 9, 10, 19, 20].map((t) => learningRate(schedule, t))).toEqual([
      1, 1, 0.5, 0.5, 0.25,
    ]);
    expect(learningRate({ ...schedule, warmUpSteps: 5 }, 14)).toBe(1);
    expect(learningRate({ ...schedule, warmUpSteps: 5 }, 15)).toBe(0.5);
  });

  it('exponential falls at every step', () => {
    const schedule = { kind: 'exponential', rate: 2, factor: 0.9 } as const;
    expect(learningRate(schedule, 0)).toBe(2);
    expect(learningRate(schedule, 7)).toBeCloseTo(2 * 0.9 ** 7, 12);
  });

  it('cosine goes from the rate through the middle to the least and stays there', () => {
    const sizes = { rate: 1, least: 0.2, totalSteps: 110, warmUpSteps: 10 };
    const schedule: RateSchedule = { kind: 'cosine', ...sizes };
    expect(learningRate(schedule, 10)).toBe(1);
    expect(learningRate(schedule, 60)).toBeCloseTo(0.6, 12);
    expect(learningRate(schedule, 35)).toBeCloseTo(
      0.2 + 0.4 * (1 + Math.cos((Math.PI * 25) / 100)),
      12,
    );
    expect(learningRate(schedule, 110)).toBeCloseTo(0.2, 12);
    expect(learningRate(schedule, 500)).toBeCloseTo(0.2, 12);
  });

  it('inverse square root is the rate at the end of the warm-up and halves with four times the steps', () => {
    const schedule = { kind: 'inverse-square-root', rate: 1, warmUpSteps: 24 } as const;
    expect(learningRate(schedule, 11)).toBeCloseTo(0.48, 12);
    expect(learningRate(schedule, 24)).toBe(1);
    expect(learningRate(schedule, 99)).toBe(0.5);
  });

  it('one-cycle follows OneCycleLR', () => {
    const sizes = { rate: 1, totalSteps: 100, riseShare: 0.3, startDivisor: 25, endDivisor: 1e4 };
    const schedule: RateSchedule = { kind: 'one-cycle', ...sizes };
    expect(learningRate(schedule, 0)).toBeCloseTo(0.04, 12);
    expect(learningRate(schedule, 29)).toBeCloseTo(1, 12);
    expect(learningRate(schedule, 99)).toBeCloseTo(0.04 / 1e4, 12);
    const cosine = (from: number, to: number, share: number): number =>
      to + ((from - to) / 2) * (Math.cos(Math.PI * share) + 1);
    expect(learningRate(schedule, 10)).toBeCloseTo(cosine(0.04, 1, 10 / 29), 12);
    expect(learningRate(schedule, 64)).toBeCloseTo(cosine(1, 4e-6, (64 - 29) / 70), 12);
  });
});

describe('parseRateSchedule()', () => {
  it('takes a whole schedule as it is', () => {
    const schedule = { kind: 'step', rate: 0.1, factor: 0.5, everySteps: 10 };
    expect(parseRateSchedule(schedule)).toEqual(schedule);
  });

  it.each([
    ['fast', /object/],
    [null, /object/],
    [{ kind: 'zigzag' }, /one of constant, step/],
    [{ kind: 'toString' }, /one of constant, step/],
    [{ kind: 'constant' }, /rate must be a number/],
    [{ kind: 'constant', rate: NaN }, /rate must be a number/],
    [{ kind: 'exponential', rate: 1, factor: 0 }, /factor must be a number/],
    [{ kind: 'constant', rate: 1, factor: 1 }, /factor is not a field of schedule constant/],
  ])('refuses %j', (value, message) => {
    expect(() => parseRateSchedule(value)).toThrow(message);
  });
});

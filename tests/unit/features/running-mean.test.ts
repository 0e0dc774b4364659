/**
 * Mean normalisation that needs no future.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/base/random';
import { COEFFICIENTS } from '../../../src/features/definition';
import { RunningMean } from '../../../src/features/running-mean';

const filled = (value: number): Float32Array => new Float32Array(COEFFICIENTS).fill(value);

describe('RunningMean', () => {
  it('is (x − mean) / deviation, the mean being 100 average frames and all frames so far', () => {
    const running = new RunningMean({ mean: filled(10), deviation: filled(2) });
    const first = filled(20);
    running.normalise(first);
    expect(first[0]).toBeCloseTo((20 - (100 * 10 + 20) / 101) / 2, 5);
    const second = filled(0);
    running.normalise(second);
    expect(second[39]).toBeCloseTo((0 - (100 * 10 + 20 + 0) / 102) / 2, 5);
  });

  it('keeps coefficients apart', () => {
    const mean = Float32Array.from({ length: COEFFICIENTS }, (_, k) => k);
    const deviation = Float32Array.from({ length: COEFFICIENTS }, (_, k) => k + 1);
    const frame = Float32Array.from(mean, (value, k) => value + (k + 1) * 101);
    new RunningMean({ mean, deviation }).normalise(frame);
    frame.forEach((value) => {
      expect(value).toBeCloseTo(100, 3);
    });
  });

  it('follows a new room within some seconds', () => {
    const running = new RunningMean({ mean: filled(0), deviation: filled(1) });
    let last = filled(0);
    for (let i = 0; i < 3000; i++) running.normalise((last = filled(50)));
    expect(Math.abs(last[0]!)).toBeLessThan(1);
    for (let i = 0; i < 3000; i++) running.normalise((last = filled(-50)));
    expect(Math.abs(last[0]!)).toBeLessThan(2);
  });

  it('stays finite where the training data never changed', () => {
    const running = new RunningMean({ mean: filled(5), deviation: filled(0) });
    const frame = filled(5);
    running.normalise(frame);
    expect(frame).toEqual(filled(0));
    const other = filled(6);
    running.normalise(other);
    expect(other.every(Number.isFinite)).toBe(true);
  });

  it('starts anew after reset, and never changes the statistics', () => {
    const statistics = { mean: filled(1), deviation: filled(3) };
    const running = new RunningMean(statistics);
    const random = new Random(1);
    for (let i = 0; i < 50; i++) running.normalise(filled(random.normal()));
    running.reset();
    const [again, fresh] = [filled(7), filled(7)];
    running.normalise(again);
    new RunningMean(statistics).normalise(fresh);
    expect(again).toEqual(fresh);
    expect(statistics).toEqual({ mean: filled(1), deviation: filled(3) });
  });
});

/**
 * Three frames to a step.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { COEFFICIENTS, STEP_SIZE } from '../../../src/features/definition';
import { StepStacker } from '../../../src/features/step-stacker';

const frame = (value: number): Float32Array => new Float32Array(COEFFICIENTS).fill(value);
const step = (...values: number[]): Float32Array => {
  const row = new Float32Array(STEP_SIZE);
  values.forEach((value, i) => {
    row.set(frame(value), i * COEFFICIENTS);
  });
  return row;
};

describe('StepStacker', () => {
  it('gives a step for every third frame, the frames in their order', () => {
    const stacker = new StepStacker();
    const steps = [1, 2, 3, 4, 5, 6, 7].map((value) => stacker.accept(frame(value)));
    expect(steps).toEqual([
      undefined,
      undefined,
      step(1, 2, 3),
      undefined,
      undefined,
      step(4, 5, 6),
      undefined,
    ]);
  });

  it('copies frames in and gives steps away', () => {
    const stacker = new StepStacker();
    const shared = frame(1);
    stacker.accept(shared);
    shared.fill(9);
    stacker.accept(frame(2));
    const first = stacker.accept(frame(3));
    for (let i = 0; i < 3; i++) stacker.accept(frame(8));
    expect(first).toEqual(step(1, 2, 3));
  });

  it('forgets an incomplete step at reset', () => {
    const stacker = new StepStacker();
    stacker.accept(frame(9));
    stacker.accept(frame(9));
    stacker.reset();
    expect(stacker.accept(frame(1))).toBeUndefined();
    expect(stacker.accept(frame(2))).toBeUndefined();
    expect(stacker.accept(frame(3))).toEqual(step(1, 2, 3));
  });
});

/**
 * The numbers of the front end.
 * @module
 */
import { describe, expect, it } from 'vitest';
import {
  STEP_SAMPLES,
  STEP_SECONDS,
  frameCount,
  hannWindow,
} from '../../../src/features/definition';

describe('STEP_SECONDS', () => {
  it('are 30 ms', () => {
    expect(STEP_SECONDS).toBe(0.03);
    expect(STEP_SAMPLES).toBe(480);
  });
});

describe('hannWindow', () => {
  const window = hannWindow();

  it('is 25 ms long, periodic: 0 at its start, 1 in the middle, symmetric without its first value', () => {
    expect(window).toHaveLength(400);
    expect(window[0]).toBe(0);
    expect(window[200]).toBe(1);
    expect(window[399]).toBeCloseTo(window[1]!, 7);
    expect(window[399]).toBeGreaterThan(0);
  });

  it('adds up to a constant at half its length', () => {
    for (let n = 0; n < 200; n++) expect(window[n]! + window[n + 200]!).toBeCloseTo(1, 6);
  });
});

describe('frameCount', () => {
  it.each([
    [0, 0],
    [399, 0],
    [400, 1],
    [559, 1],
    [560, 2],
    [16000, 98],
  ])('of %i samples is %i', (samples, frames) => {
    expect(frameCount(samples)).toBe(frames);
  });
});

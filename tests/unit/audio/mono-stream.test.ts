/**
 * The mean of channels.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { meanOf } from '../../../src/audio/mono-stream';

describe('meanOf', () => {
  it('averages channels', () => {
    const mean = meanOf([
      Float32Array.of(1, 0),
      Float32Array.of(0, -0.5),
      Float32Array.of(0.5, 0.5),
    ]);
    expect([...mean]).toEqual([0.5, 0]);
  });

  it('gives a single channel as it is', () => {
    const channel = Float32Array.of(0.25);
    expect(meanOf([channel])).toBe(channel);
  });

  it('leaves the channels alone', () => {
    const left = Float32Array.of(1);
    meanOf([left, Float32Array.of(0)]);
    expect([...left]).toEqual([1]);
  });

  it('is empty without channels', () => {
    expect(meanOf([])).toHaveLength(0);
  });
});

/**
 * Room around very short clips.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { padShortClip } from '../../../src/features/short-clip';

describe('padShortClip', () => {
  it('puts a short clip in the middle of half a second', () => {
    const clip = new Int16Array(1001).fill(12345);
    const padded = padShortClip(clip);
    expect(padded).toHaveLength(8000);
    expect(padded.subarray(3499, 4500)).toEqual(clip);
    expect(padded.indexOf(12345)).toBe(3499);
    expect(padded.lastIndexOf(12345)).toBe(4499);
  });

  it('fills the room with faint noise instead of digital silence', () => {
    const room = padShortClip(new Int16Array(2).fill(20000)).subarray(0, 3900);
    const power = room.reduce((sum, sample) => sum + sample * sample, 0) / room.length;
    expect(Math.sqrt(power)).toBeGreaterThan(2);
    expect(Math.sqrt(power)).toBeLessThan(4);
    expect(Math.max(...room.map(Math.abs))).toBeLessThan(30);
  });

  it('gives the same for the same clip', () => {
    const clip = new Int16Array(300).fill(7);
    expect(padShortClip(clip)).toEqual(padShortClip(clip));
  });

  it.each([0, 8000, 8001])('gives %i samples back as they are', (length) => {
    const clip = new Int16Array(length);
    expect(padShortClip(clip)).toBe(clip);
  });
});

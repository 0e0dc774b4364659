/**
 * Word times: neighbours meet, pauses stay, nothing overlaps.
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wordTimes } from '../../../src/decoder/word-times';

describe('wordTimes', () => {
  it('lets words meet between what was heard of them, nearer to the second', () => {
    const [first, second] = wordTimes([
      { start: 0.3, end: 0.5 },
      { start: 0.6, end: 0.9 },
    ]);
    expect(first!.end).toBeCloseTo(0.565);
    expect(second!.start).toBe(first!.end);
  });

  it('keeps a pause, whose neighbours reach a little into it', () => {
    const [first, second] = wordTimes([
      { start: 0.3, end: 0.5 },
      { start: 1.1, end: 1.3 },
    ]);
    expect(first!.start).toBeCloseTo(0.285);
    expect(first!.end).toBeCloseTo(0.57);
    expect(second!.start).toBeCloseTo(1.085);
    expect(second!.end).toBeCloseTo(1.37);
  });

  it('never begins before the sound, and finds nothing in nothing', () => {
    expect(wordTimes([{ start: 0, end: 0.2 }])[0]!.start).toBe(0);
    expect(wordTimes([])).toEqual([]);
  });

  it('gives rising times that contain what was heard, whatever the gaps', () => {
    const steps = fc.array(fc.tuple(fc.nat(20), fc.integer({ min: 1, max: 20 })), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(steps, (pairs) => {
        let at = 0;
        const heard = pairs.map(([gap, length]) => {
          const start = (at + gap) * 0.03;
          at += gap + length;
          return { start, end: at * 0.03 };
        });
        const times = wordTimes(heard);
        for (const [i, { start, end }] of times.entries()) {
          expect(start).toBeGreaterThanOrEqual(times[i - 1]?.end ?? 0);
          expect(start).toBeLessThanOrEqual(heard[i]!.start);
          expect(end).toBeGreaterThanOrEqual(heard[i]!.end);
        }
      }),
    );
  });
});

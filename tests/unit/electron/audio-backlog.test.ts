/**
 * Tests of the queue of a dictation's audio: nothing lost, nothing doubled, bounded.
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AudioBacklog } from '../../../electron/audio-backlog';

/** Samples whose values are their positions. */
function ramp(from: number, length: number): Int16Array {
  return Int16Array.from({ length }, (_, i) => from + i);
}

function takeAll(backlog: AudioBacklog, limit: number): number[] {
  const taken: number[] = [];
  for (let block = backlog.take(limit); block !== null; block = backlog.take(limit)) {
    expect(block.length).toBeLessThanOrEqual(limit);
    taken.push(...block);
  }
  return taken;
}

describe('AudioBacklog', () => {
  it('gives every sample once and in order, whatever the blocks', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 12 }),
        fc.integer({ min: 1, max: 50 }),
        (lengths, limit) => {
          const backlog = new AudioBacklog(10_000);
          const taken: number[] = [];
          let position = 0;
          for (const length of lengths) {
            backlog.append(ramp(position, length));
            position += length;
            taken.push(...(backlog.take(limit) ?? []));
          }
          taken.push(...takeAll(backlog, limit));
          expect(taken).toEqual([...ramp(0, position)]);
        },
      ),
    );
  });

  it('plays again from the last trim after a rewind', () => {
    const backlog = new AudioBacklog(1_000);
    backlog.append(ramp(0, 100));
    expect(takeAll(backlog, 30)).toHaveLength(100);
    backlog.trim(64);
    backlog.append(ramp(100, 20));
    backlog.rewind();
    expect(backlog.keptFrom).toBe(64);
    expect(takeAll(backlog, 30)).toEqual([...ramp(64, 56)]);
  });

  it('gives the oldest up when it is full, and counts only what was never sent', () => {
    const backlog = new AudioBacklog(50);
    backlog.append(ramp(0, 40));
    backlog.take(30);
    backlog.append(ramp(40, 50));
    expect(backlog.keptFrom).toBe(40);
    expect(backlog.skipped).toBe(10);
    expect(takeAll(backlog, 100)).toEqual([...ramp(40, 50)]);
  });

  it('cannot be trimmed beyond its end, nor backwards', () => {
    const backlog = new AudioBacklog(100);
    backlog.append(ramp(0, 10));
    backlog.trim(99);
    expect(backlog.keptFrom).toBe(10);
    backlog.trim(3);
    expect(backlog.keptFrom).toBe(10);
    expect(backlog.take(5)).toBeNull();
  });
});

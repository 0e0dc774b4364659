/**
 * Streams from samples to events, on a network whose answers are known.
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TranscriptEvent } from '../../../src/protocol/transcript';
import { LONGEST_UTTERANCE } from '../../../src/recognizer/endpoint';
import { recognizerOf } from '../../../src/recognizer/recognizer';
import { loudnessParts } from './loudness-network';
import { RATE, babble, concatenated, mixed, noise, silence } from './signals';

const ROOM = -75;
const recognizer = recognizerOf(loudnessParts(), { decoder: 'greedy' });

/** Two utterances with a pause of 1.2 s, in a quiet room. */
const TWO = mixed(
  concatenated(silence(1.5), babble(1.5), silence(1.2), babble(2), silence(1.4)),
  noise('white', 7.6, ROOM),
);

function heard(samples: Int16Array, block = samples.length): TranscriptEvent[] {
  const stream = recognizer.openStream();
  const events: TranscriptEvent[] = [];
  for (let at = 0; at < samples.length; at += block) {
    events.push(...stream.accept(samples.subarray(at, at + block)));
  }
  return [...events, ...stream.finish()];
}

function finals(events: readonly TranscriptEvent[]) {
  return events.flatMap((event) => (event.kind === 'final' ? [event] : []));
}

describe('RecognizerStream', () => {
  it('says each utterance between pauses once, in order, with times inside it', () => {
    const found = finals(heard(TWO));
    expect(found.map(({ utterance }) => utterance)).toEqual([0, 1]);
    const [first, second] = found.map(({ result }) => result);
    expect(first?.text).not.toBe('');
    expect(first?.start).toBeGreaterThan(1);
    expect(first?.end).toBeLessThan(3.4);
    expect(second?.start).toBeGreaterThan(3.7);
    expect(second?.end).toBeLessThan(6.6);
  });

  it('says the final at the pause, not at the end of the stream', () => {
    const stream = recognizer.openStream();
    const upToPause = stream.accept(TWO.subarray(0, Math.round(4 * RATE)));
    expect(finals(upToPause)).toHaveLength(1);
  });

  it('shows text while somebody speaks', () => {
    const stream = recognizer.openStream();
    const events = stream.accept(TWO.subarray(0, Math.round(2.7 * RATE)));
    expect(events[0]).toMatchObject({ kind: 'partial', utterance: 0 });
    expect(finals(events)).toEqual([]);
  });

  it('never changes a committed word before the final', () => {
    const committed = new Map<number, string>();
    for (const event of heard(concatenated(TWO, TWO), 512)) {
      if (event.kind !== 'partial') continue;
      const before = committed.get(event.utterance) ?? '';
      expect(`${event.committed} `.startsWith(before === '' ? '' : `${before} `)).toBe(true);
      committed.set(event.utterance, event.committed);
    }
    expect(committed.size).toBe(4);
  });

  it('gives the same events in whatever blocks the samples come', () => {
    const whole = heard(TWO);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9000 }), { maxLength: 40 }), (lengths) => {
        const stream = recognizer.openStream();
        const events: TranscriptEvent[] = [];
        let at = 0;
        for (const length of lengths) {
          events.push(...stream.accept(TWO.subarray(at, at + length)));
          at += length;
        }
        events.push(...stream.accept(TWO.subarray(at)), ...stream.finish());
        expect(events).toEqual(whole);
      }),
      { numRuns: 15 },
    );
  });

  it('keeps two interleaved streams apart', () => {
    const other = mixed(concatenated(silence(0.7), babble(4, -30)), noise('pink', 4.7, -60, 9));
    const a = recognizer.openStream();
    const b = recognizer.openStream();
    const eventsOfA: TranscriptEvent[] = [];
    const eventsOfB: TranscriptEvent[] = [];
    for (let at = 0; at < TWO.length; at += 700) {
      eventsOfA.push(...a.accept(TWO.subarray(at, at + 700)));
      eventsOfB.push(...b.accept(other.subarray(at, at + 700)));
    }
    expect([...eventsOfA, ...a.finish()]).toEqual(heard(TWO));
    expect([...eventsOfB, ...b.finish()]).toEqual(heard(other));
  });

  it.each([
    ['digital silence', silence(8)],
    ['white noise', noise('white', 8, -25)],
    ['pink noise', noise('pink', 8, -35)],
    ['no samples', new Int16Array(0)],
  ])('says nothing on %s', (_name, samples) => {
    expect(heard(samples, 512)).toEqual([]);
  });

  it('cuts speech without a pause into utterances of at most 20 s, in order and without a gap', () => {
    const results = finals(heard(mixed(babble(45), noise('white', 45, ROOM)), 4096)).map(
      ({ result }) => result,
    );
    expect(results.length).toBeGreaterThanOrEqual(3);
    let last = 0;
    for (const { start, end } of results) {
      expect(end - start).toBeLessThanOrEqual(LONGEST_UTTERANCE);
      expect(start).toBeGreaterThanOrEqual(last);
      expect(start - last).toBeLessThan(0.7);
      last = end;
    }
    expect(last).toBeGreaterThan(44);
  });

  it('loses nothing of speech that begins with the first sample or ends with the last', () => {
    const words = finals(heard(babble(2))).flatMap(({ result }) => result.words);
    expect(words[0]?.start).toBeLessThan(0.3);
    expect(words.at(-1)?.end).toBeGreaterThan(1.7);
  });

  it('decodes a clip that is shorter than any pause, with times inside it', () => {
    const clip = babble(0.3);
    const [final] = finals(heard(clip));
    expect(final?.result.text).not.toBe('');
    expect(final?.result.start).toBeGreaterThanOrEqual(0);
    expect(final?.result.end).toBeLessThanOrEqual(0.3);
  });

  it('discards a noise in which the network hears nothing', () => {
    const parts = loudnessParts(true);
    const stream = recognizerOf(parts).openStream();
    expect(stream.accept(concatenated(silence(2), babble(14), silence(1)))).toEqual([]);
    expect(stream.finish()).toEqual([]);
    // Only what ended in a pause is worth a second pass.
    expect(parts.forwards.length).toBeLessThanOrEqual(1);
  });

  it('closes the chunk state of every utterance', () => {
    const parts = loudnessParts();
    for (const samples of [TWO, mixed(babble(22), noise('white', 22, ROOM)), babble(0.3)]) {
      const stream = recognizerOf(parts).openStream();
      stream.accept(samples);
      stream.finish();
    }
    expect(parts.open.chunks).toBe(0);
  });

  it('cannot be fed once it is finished', () => {
    const stream = recognizer.openStream();
    stream.finish();
    expect(() => stream.accept(silence(1))).toThrow(TypeError);
    expect(() => stream.finish()).toThrow(TypeError);
  });

  it('obeys rules of its own', () => {
    const hasty = recognizer.openStream({
      rules: [{ name: 'hasty', action: 'finish', length: 1 }],
    });
    expect(finals(hasty.accept(TWO)).length).toBeGreaterThan(3);
  });
});

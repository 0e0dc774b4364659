/**
 * The recogniser with the native library and the bundled model, on real speech.
 * @module
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadBundle } from '../../../src/bundle/load-bundle';
import { hearNoise, noiseConditions } from '../../../src/cli/noise-conditions';
import { defaultModelFolder } from '../../../src/cli/package-root';
import { parseHotWords } from '../../../src/language/hot-words';
import type { TranscriptEvent, Utterance } from '../../../src/protocol/transcript';
import { createRecognizer, type Recognizer } from '../../../src/recognizer/recognizer';
import type { RecognizerStream } from '../../../src/recognizer/stream';
import { loadBackend } from '../../../src/tensor/backend';
import { ErrorCounts } from '../../../src/text/error-rate';
import { RATE, concatenated, noise, silence } from '../../unit/recognizer/signals';
import { fixtureSpeech, type FixtureSpeech } from './fixture-speech';

/** Loading the library and preparing graphs takes seconds, and far more while others use the machine. */
const PATIENCE_MS = 180_000;
/**
 * Share of character errors that the bundled model may make on the fixtures, which it has never heard: what it must
 * reach on the whole development set.
 */
const CHARACTER_ERROR_BOUND = 0.4;
/** Seconds of room before and after each recording. */
const ROOM = 1;

let recognizer: Recognizer;
let heard: HeardSpeech[] = [];

/** A fixture, and what the recogniser made of it: whole, and live in a quiet room. */
interface HeardSpeech extends FixtureSpeech {
  readonly whole: Utterance;
  readonly room: Int16Array;
  readonly events: readonly TranscriptEvent[];
}

beforeAll(async () => {
  recognizer = await createRecognizer(await loadBundle(defaultModelFolder()));
  heard = (await fixtureSpeech()).map((speech) => {
    const room = inRoom(speech.samples);
    return {
      ...speech,
      whole: recognizer.transcribe(speech.samples),
      room,
      events: streamed(room),
    };
  });
}, PATIENCE_MS);

afterAll(() => {
  recognizer.close();
});

function feed(stream: RecognizerStream, samples: Int16Array, block: number): TranscriptEvent[] {
  const events: TranscriptEvent[] = [];
  for (let at = 0; at < samples.length; at += block) {
    events.push(...stream.accept(samples.subarray(at, at + block)));
  }
  return events;
}

function streamed(samples: Int16Array, block = 512): TranscriptEvent[] {
  const stream = recognizer.openStream();
  return [...feed(stream, samples, block), ...stream.finish()];
}

function finalsOf(events: readonly TranscriptEvent[]): Utterance[] {
  return events.flatMap((event) => (event.kind === 'final' ? [event.result] : []));
}

/** A recording in a quiet room, so that its beginning and its end can be heard. */
function inRoom(samples: Int16Array): Int16Array {
  return concatenated(noise('white', ROOM, -70, 3), samples, noise('white', ROOM, -70, 4));
}

function twoOf(speech: readonly HeardSpeech[]): [HeardSpeech, HeardSpeech] {
  const [first, second] = speech;
  if (first === undefined || second === undefined) {
    throw new RangeError(`Cannot take two fixtures as there must be two: found ${speech.length}`);
  }
  return [first, second];
}

function expectWellFormed({ words, text, start, end }: Utterance, length: number): void {
  expect(words.map(({ word }) => word).join(' ')).toBe(text);
  expect(text).toMatch(/^[a-z' ]+$/);
  let last = start;
  for (const word of words) {
    expect(word.start).toBeGreaterThanOrEqual(last);
    expect(word.end).toBeGreaterThan(word.start);
    expect(word.confidence).toBeGreaterThan(0);
    expect(word.confidence).toBeLessThanOrEqual(1);
    last = word.end;
  }
  expect(end).toBe(last);
  expect(start).toBeGreaterThanOrEqual(0);
  expect(end).toBeLessThanOrEqual(length / RATE);
}

describe('Recognizer with the bundled model', { timeout: PATIENCE_MS }, () => {
  it('recognises the fixtures, whole and live', () => {
    const whole = new ErrorCounts();
    const live = new ErrorCounts();
    for (const speech of heard) {
      whole.add(speech.reference, speech.whole.text);
      const texts = finalsOf(speech.events).map(({ text }) => text);
      live.add(speech.reference, texts.join(' '));
    }
    expect(whole.characterErrorRate).toBeLessThan(CHARACTER_ERROR_BOUND);
    expect(live.characterErrorRate).toBeLessThan(CHARACTER_ERROR_BOUND);
  });

  it('gives words whose times follow each other inside the recording', () => {
    for (const { whole, samples, events, room } of heard) {
      expectWellFormed(whole, samples.length);
      const finals = finalsOf(events);
      expect(finals.length).toBeGreaterThan(0);
      for (const utterance of finals) expectWellFormed(utterance, room.length);
    }
  });

  it('gives the same events in whatever blocks the samples come', () => {
    const [{ room, events }] = twoOf(heard);
    expect(events.length).toBeGreaterThan(2);
    for (const block of [room.length, 77]) expect(streamed(room, block)).toEqual(events);
  });

  it('keeps two interleaved streams apart', () => {
    const [first, second] = twoOf(heard);
    const a = recognizer.openStream();
    const b = recognizer.openStream();
    const heardByA: TranscriptEvent[] = [];
    const heardByB: TranscriptEvent[] = [];
    for (let at = 0; at < Math.max(first.room.length, second.room.length); at += 1600) {
      heardByA.push(...a.accept(first.room.subarray(at, at + 1600)));
      heardByB.push(...b.accept(second.room.subarray(at, at + 1600)));
    }
    expect([...heardByA, ...a.finish()]).toEqual(first.events);
    expect([...heardByB, ...b.finish()]).toEqual(second.events);
  });

  it('never changes a committed word before the final', () => {
    for (const { events } of heard) {
      const committed = new Map<number, string>();
      for (const event of events) {
        if (event.kind !== 'partial') continue;
        const before = committed.get(event.utterance) ?? '';
        expect(`${event.committed} `.startsWith(before === '' ? '' : `${before} `)).toBe(true);
        committed.set(event.utterance, event.committed);
      }
    }
  });

  it('shows the first text within 1.5 s of the first word', () => {
    for (const { room, events } of heard) {
      const stream = recognizer.openStream();
      let fed = 0;
      while (fed < room.length && stream.accept(room.subarray(fed, fed + 512)).length === 0) {
        fed += 512;
      }
      const [utterance] = finalsOf(events);
      expect((fed + 512) / RATE - (utterance?.start ?? NaN)).toBeLessThan(1.5);
    }
  });

  it('says nothing in 20 s of every kind of made noise and silence, whole and live', async () => {
    for (const condition of noiseConditions(20, 1)) {
      for (const stream of [false, true]) {
        const { name, words } = await hearNoise(recognizer, condition, stream);
        expect({ name, words }).toEqual({ name, words: [] });
      }
    }
  });

  const quiet = [
    silence(4),
    ...(['white', 'pink', 'brown'] as const).flatMap((colour) =>
      [-50, -30, -15].map((level) => noise(colour, 4, level, 5)),
    ),
  ];

  it('says nothing on silence and noise', () => {
    for (const samples of quiet) {
      expect(streamed(samples)).toEqual([]);
      expect(recognizer.transcribe(samples).text).toBe('');
    }
  });

  it('hears no hot words in silence and noise', async () => {
    const list = 'hush\nsea\nshush\nsix\nthe sea\nskald = S K AA L D';
    const hot = await createRecognizer(await loadBundle(defaultModelFolder()), {
      ...{ live: false, hotWords: parseHotWords(list, 'list') },
    });
    try {
      for (const samples of quiet) expect(hot.transcribe(samples).text).toBe('');
    } finally {
      hot.close();
    }
  });

  it('writes fewer wrong letters with its speller than without, and none in silence and noise', async () => {
    const { tf } = await loadBackend();
    const before = tf.memory().numTensors;
    const { speller, ...without } = await loadBundle(defaultModelFolder());
    expect(speller).toBeDefined();
    const wrong: number[] = [];
    for (const bundle of [{ ...without, speller: speller! }, without]) {
      const letters = await createRecognizer(bundle, { decoder: 'greedy', live: false });
      const errors = new ErrorCounts();
      for (const { samples, reference } of heard) {
        errors.add(reference, letters.transcribe(samples).text);
      }
      wrong.push(errors.characterErrorRate);
      for (const samples of quiet) expect(letters.transcribe(samples).text).toBe('');
      letters.close();
    }
    expect(wrong[0]).toBeLessThan(wrong[1]!);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('leaves nothing behind in native memory', async () => {
    const { tf } = await loadBackend();
    const [{ room }] = twoOf(heard);
    const before = tf.memory().numTensors;
    recognizer.transcribe(room);
    streamed(room);
    expect(tf.memory().numTensors).toBe(before);
  });
});

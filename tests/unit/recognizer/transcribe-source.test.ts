/**
 * Recordings that come in blocks: pieces and streams, duration and progress.
 * @module
 */
import { describe, expect, it } from 'vitest';
import type { AudioSource } from '../../../src/audio/decode-file';
import type { Utterance } from '../../../src/protocol/transcript';
import { AS_SAID } from '../../../src/protocol/writing';
import { recognizerOf } from '../../../src/recognizer/recognizer';
import { ReadableText } from '../../../src/recognizer/readable-text';
import { transcribeSource } from '../../../src/recognizer/transcribe-source';
import { loudnessParts } from './loudness-network';
import { RATE, babble, concatenated, mixed, noise, silence } from './signals';

const recognizer = recognizerOf(loudnessParts());
const SPOKEN = mixed(concatenated(silence(1), babble(2), silence(1)), noise('white', 4, -75));
const MINUTE = concatenated(...Array.from({ length: 15 }, () => SPOKEN));

function sourceOf(samples: Int16Array, block: number): AudioSource {
  return {
    duration: samples.length / RATE,
    warnings: [],
    // eslint-disable-next-line @typescript-eslint/require-await
    async *blocks() {
      for (let at = 0; at < samples.length; at += block) yield samples.subarray(at, at + block);
    },
  };
}

describe.each([{ stream: false }, { stream: true }])('transcribeSource with %j', (options) => {
  it('gives all utterances in order, none of them empty', async () => {
    const { utterances, duration } = await transcribeSource(
      recognizer,
      sourceOf(MINUTE, 4096),
      options,
    );
    expect(duration).toBe(60);
    expect(utterances.length).toBeGreaterThan(2);
    for (const [i, { start, end, text }] of utterances.entries()) {
      expect(text).not.toBe('');
      expect(start).toBeGreaterThanOrEqual(utterances[i - 1]?.end ?? 0);
      expect(end).toBeLessThanOrEqual(60);
    }
  });

  it('does not depend on the length of the blocks', async () => {
    const whole = await transcribeSource(recognizer, sourceOf(MINUTE, MINUTE.length), options);
    expect(await transcribeSource(recognizer, sourceOf(MINUTE, 777), options)).toEqual(whole);
  });

  it('reports the seconds that are done', async () => {
    const seconds: number[] = [];
    await transcribeSource(recognizer, sourceOf(SPOKEN, RATE), {
      ...options,
      onProgress: (done) => seconds.push(done),
    });
    expect(seconds).toEqual([1, 2, 3, 4]);
  });

  it('takes a recording without samples or without speech', async () => {
    for (const samples of [new Int16Array(0), silence(2)]) {
      const { utterances } = await transcribeSource(recognizer, sourceOf(samples, 512), options);
      expect(utterances).toEqual([]);
    }
  });
});

/** Writes utterances by number: the third takes the second back, the fourth has no text. */
class CountingText extends ReadableText {
  private count = 0;

  override write(utterance: Utterance): Utterance {
    this.count += 1;
    const text = this.count === 4 ? '' : String(this.count);
    return { ...utterance, text, ...(this.count === 3 ? { scratches: 1 } : {}) };
  }
}

describe('transcribeSource', () => {
  it('writes readably, and leaves out what is taken back', async () => {
    const source = sourceOf(MINUTE, 4096);
    const { utterances } = await transcribeSource(recognizer, source, {
      stream: true,
      text: new CountingText(AS_SAID),
    });
    expect(utterances.slice(0, 3).map(({ text }) => text)).toEqual(['1', '3', '5']);
    expect(utterances[1]).not.toHaveProperty('scratches');
  });

  it('tells the live text only of a stream', async () => {
    const live = await transcribeSource(recognizer, sourceOf(MINUTE, 512), { stream: true });
    expect(live.firstPass?.split(' ').length).toBeGreaterThan(10);
    const pieces = await transcribeSource(recognizer, sourceOf(SPOKEN, 512));
    expect(pieces).not.toHaveProperty('firstPass');
  });
});

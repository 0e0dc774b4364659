/**
 * Text, JSON and captions of what was heard.
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderTranscript, type TranscribedFile } from '../../../src/cli/transcript-format';
import type { Utterance } from '../../../src/protocol/transcript';

/** Words of `length` seconds each, `gap` apart, from `start`. */
function utterance(text: string, start = 0, length = 0.3, gap = 0.1): Utterance {
  const words = text.split(' ').map((word, i) => {
    const at = start + i * (length + gap);
    return { word, start: at, end: at + length, confidence: 0.5 };
  });
  return { start, end: words.at(-1)?.end ?? start, text, words };
}

function fileOf(...utterances: Utterance[]): TranscribedFile {
  return { file: 'a.wav', duration: 60, utterances, realTimeFactor: 0.1 };
}

const TWO = fileOf(utterance('one two', 1), utterance('three', 5));
const NONE = fileOf();

describe('renderTranscript', () => {
  it('gives txt as a line a file, or a line an utterance in its own file', () => {
    expect(renderTranscript('txt', TWO, false)).toBe('one two three\n');
    expect(renderTranscript('txt', TWO, true)).toBe('one two\nthree\n');
    expect(renderTranscript('txt', NONE, false)).toBe('\n');
  });

  it('gives JSON as one line with the contract fields', () => {
    const line = renderTranscript('json', TWO, false);
    expect(line.indexOf('\n')).toBe(line.length - 1);
    const parsed = JSON.parse(line) as Record<string, unknown>;
    expect(parsed).toMatchObject({
      file: 'a.wav',
      duration: 60,
      text: 'one two three',
      realTimeFactor: 0.1,
    });
    expect(parsed['words']).toHaveLength(3);
  });

  it('gives SubRip', () => {
    expect(renderTranscript('srt', TWO, true)).toBe(
      '1\n00:00:01,000 --> 00:00:02,000\none two\n\n2\n00:00:05,000 --> 00:00:06,000\nthree\n\n',
    );
    expect(renderTranscript('srt', NONE, true)).toBe('');
  });

  it('gives WebVTT', () => {
    expect(renderTranscript('vtt', TWO, true)).toBe(
      'WEBVTT\n\n00:00:01.000 --> 00:00:02.000\none two\n\n00:00:05.000 --> 00:00:06.000\nthree\n\n',
    );
    expect(renderTranscript('vtt', NONE, true)).toBe('WEBVTT\n\n');
  });

  it('counts hours', () => {
    const late = fileOf(utterance('late', 3 * 3600 + 25 * 60 + 45.678));
    expect(renderTranscript('srt', late, true)).toContain('03:25:45,678 --> ');
  });

  it('lets nothing in a word end a caption or begin a tag', () => {
    const nasty = fileOf(utterance('<b>x</b>&-->'));
    expect(renderTranscript('vtt', nasty, true)).toContain('\n&lt;b&gt;x&lt;/b&gt;&amp;-&gt;\n');
    const broken = {
      ...TWO.utterances[0],
      words: [{ word: 'a\n\n-->b', start: 0, end: 1, confidence: 1 }],
    };
    expect(renderTranscript('srt', fileOf(broken as Utterance), true)).toContain('\na ->b\n');
  });

  it('keeps captions short, in order and apart', () => {
    const word = fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom('a', 'b') });
    const spoken = fc.record({
      text: fc.array(word, { minLength: 1, maxLength: 60 }).map((words) => words.join(' ')),
      length: fc.double({ min: 0.03, max: 2, noNaN: true }),
      gap: fc.double({ min: 0, max: 3, noNaN: true }),
    });
    fc.assert(
      fc.property(spoken, ({ text, length, gap }) => {
        const srt = renderTranscript('srt', fileOf(utterance(text, 0, length, gap)), true);
        let last = 0;
        const shown: string[] = [];
        for (const block of srt.trimEnd().split('\n\n')) {
          const [, times = '', ...lines] = block.split('\n');
          const [start = NaN, end = NaN] = times.split(' --> ').map(seconds);
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThanOrEqual(start);
          expect(end - start).toBeLessThanOrEqual(6.002);
          for (const line of lines) expect(line.length).toBeLessThanOrEqual(42);
          shown.push(...lines);
          last = end;
        }
        expect(shown.join(' ')).toBe(text);
      }),
    );
  });
});

function seconds(clock: string): number {
  const [h = NaN, m = NaN, s = NaN] = clock.replace(',', '.').split(':').map(Number);
  return h * 3600 + m * 60 + s;
}

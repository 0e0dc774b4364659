/**
 * Text, JSON and captions of what was heard.
 * @module
 */
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

  it('gives SubRip captions', () => {
    expect(renderTranscript('srt', TWO, true)).toBe(
      '1\n00:00:01,000 --> 00:00:02,000\none two\n\n2\n00:00:05,000 --> 00:00:06,000\nthree\n',
    );
    expect(renderTranscript('srt', NONE, true)).toBe('');
  });

  it('gives WebVTT captions', () => {
    expect(renderTranscript('vtt', TWO, true)).toBe(
      'WEBVTT\n\n00:00:01.000 --> 00:00:02.000\none two\n\n00:00:05.000 --> 00:00:06.000\nthree\n',
    );
    expect(renderTranscript('vtt', NONE, true)).toBe('WEBVTT\n');
  });
});

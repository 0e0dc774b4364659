/**
 * Words get the times of their first and last phone.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { alignWords } from '../../../src/training/align-words';
import type { Recording } from '../../../src/training/dataset';

const NONE = new Int32Array(0);
const PHONES_OF: Readonly<Record<string, Int32Array>> = {
  a: Int32Array.of(0),
  bee: Int32Array.of(1, 2),
};
const recordingOf = (text: string): Recording => ({
  corpus: 'c',
  text,
  mel: new Float32Array(0),
  stepCount: 20,
  labels: NONE,
  phones: NONE,
});

describe('alignWords()', () => {
  it('gives words their times, and leaves a recording alone whose phones have none', () => {
    const recordings = [recordingOf('bee a bee'), recordingOf('sea')];
    const times = [[1, 2, 3, 5, 6, 7, 9, 10, 14, 15], []];
    const asked: string[] = [];
    const aligned = alignWords(recordings, times, (word) => {
      asked.push(word);
      return PHONES_OF[word] ?? NONE;
    });
    expect(aligned[0]!.words).toEqual([
      { text: 'bee', phones: PHONES_OF['bee'], start: 1, end: 5 },
      { text: 'a', phones: PHONES_OF['a'], start: 6, end: 7 },
      { text: 'bee', phones: PHONES_OF['bee'], start: 9, end: 15 },
    ]);
    expect(aligned[1]).toBe(recordings[1]);
    expect(asked).toEqual(['bee', 'a']);
  });
});

/**
 * Whole recordings: short, long, silent; and that nothing is shared between calls.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { recognizerOf } from '../../../src/recognizer/recognizer';
import { loudnessParts } from './loudness-network';
import { RATE, babble, concatenated, mixed, noise, silence } from './signals';

const recognizer = recognizerOf(loudnessParts());
const SPOKEN = mixed(concatenated(silence(1), babble(2), silence(1)), noise('white', 4, -75));

describe('Recognizer.transcribe', () => {
  it('gives words with times inside the recording', () => {
    const { text, words, start, end } = recognizer.transcribe(SPOKEN);
    expect(text.split(' ')).toEqual(words.map(({ word }) => word));
    expect(start).toBeGreaterThan(0.9);
    expect(end).toBeLessThan(3.2);
  });

  it('counts times from the start it is given', () => {
    const here = recognizer.transcribe(SPOKEN);
    const later = recognizer.transcribe(SPOKEN, 100);
    expect(later.text).toBe(here.text);
    expect(later.start).toBeCloseTo(here.start + 100, 3);
    expect(later.words.at(-1)?.end).toBeCloseTo(here.end + 100, 3);
  });

  it('says nothing where nobody speaks, and does not ask the network', () => {
    const parts = loudnessParts();
    const quiet = recognizerOf(parts);
    for (const samples of [silence(3), noise('pink', 3, -20), new Int16Array(0), silence(0.1)]) {
      expect(quiet.transcribe(samples).text).toBe('');
    }
    expect(parts.forwards).toEqual([]);
  });

  it('gives room to a clip that is shorter than half a second', () => {
    const parts = loudnessParts();
    const clip = babble(0.2);
    const { text, start, end } = recognizerOf(parts).transcribe(clip, 5);
    expect(text).not.toBe('');
    expect(start).toBeGreaterThanOrEqual(5);
    expect(end).toBeLessThanOrEqual(5.2);
    expect(parts.forwards[0]).toBeGreaterThan(clip.length / 480);
  });

  it('cuts what is longer than 20 s, with times that go on', () => {
    const parts = loudnessParts();
    const long = concatenated(...Array.from({ length: 16 }, () => SPOKEN));
    const { words, text } = recognizerOf(parts).transcribe(long);
    expect(Math.max(...parts.forwards) * 480).toBeLessThanOrEqual(20 * RATE);
    expect(parts.forwards.length).toBeGreaterThan(1);
    expect(text.split(' ')).toHaveLength(words.length);
    expect(words.at(-1)?.start).toBeGreaterThan(60);
    for (const [i, { start, end }] of words.entries()) {
      expect(end).toBeGreaterThanOrEqual(start);
      expect(start).toBeGreaterThanOrEqual(words[i - 1]?.end ?? 0);
    }
  });

  it('does not remember what it heard before', () => {
    const first = recognizer.transcribe(SPOKEN);
    recognizer.transcribe(babble(2, -10));
    recognizer.openStream().accept(SPOKEN);
    expect(recognizer.transcribe(SPOKEN)).toEqual(first);
  });
});

/**
 * Made-up text: its length, its start, and that a seed repeats it.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { Random } from '../../../../src/base/random';
import { PlainRecurrent } from '../../../../src/language/recurrent/plain-recurrent';
import { sampleText } from '../../../../src/language/recurrent/sample-text';
import { smallRecurrent } from './small-recurrent';

const { spec, pieces, weights } = smallRecurrent();
const MODEL = new PlainRecurrent(spec, weights);
const OPTIONS = { start: [], words: 30, temperature: 1 };
const sample = (options: Partial<Parameters<typeof sampleText>[2]>, seed = 3): string[] =>
  sampleText(MODEL, pieces, { ...OPTIONS, ...options }, new Random(seed));
const wordsOf = (text: readonly string[]): string[] => text.join(' ').split(' ');

describe('sampleText', () => {
  it('makes so many words of letters, the same with the same seed', () => {
    const text = sample({});
    expect(wordsOf(text)).toHaveLength(30);
    expect(text.every((utterance) => /^[a-z']+( [a-z']+)*$/.test(utterance))).toBe(true);
    expect(sample({})).toEqual(text);
    expect(sample({}, 4)).not.toEqual(text);
  });

  it('goes on from a start', () => {
    const [first] = sample({ start: ['the', 'sea'], words: 12 });
    expect(first).toMatch(/^the sea/);
    expect(wordsOf(sample({ start: ['the', 'sea'], words: 2 })).length).toBe(2);
  });

  it('is always the likeliest at a temperature near 0', () => {
    const cold = { temperature: 1e-6, words: 8 };
    expect(sample(cold, 5)).toEqual(sample(cold, 6));
  });
});

/**
 * Text as numbers: pieces that cover every word once, batches side by side, held-out lines.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/base/random';
import { markedLines, PunctuationCorpus } from '../../../src/language/punctuation-corpus';
import { startFeatures, wordFeatures } from '../../../src/language/word-features';
import { scratchFolder } from '../../support/scratch-folder';
import { SMALL_SPEC } from './small-punctuation';

const scratch = scratchFolder();
const words = Array.from({ length: 100 }, (_, i) => ({
  word: `w${i}`,
  mark: i % 10 === 9 ? 2 : 0,
  capitals: i % 10 === 0 ? 1 : 0,
}));

describe('PunctuationCorpus', () => {
  const corpus = new PunctuationCorpus(SMALL_SPEC);
  corpus.add(words);

  it('is cut into pieces of at most the length asked for, each word in one', () => {
    const pieces = corpus.pieces(9, new Random(1));
    const seen = pieces.flatMap(({ start, length }) => Array.from({ length }, (_, i) => start + i));
    expect(pieces.every(({ length }) => length <= 9)).toBe(true);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThan(96);
    expect(pieces.map(({ start }) => start)).not.toEqual(
      pieces.map(({ start }) => start).sort((a, b) => a - b),
    );
    expect(corpus.pieces(9, new Random(1))).toEqual(pieces);
  });

  it('lays pieces side by side, behind the start that fits what stood before', () => {
    const shape = { steps: 4, batch: 3 };
    const batch = corpus.batch(
      [
        { start: 10, length: 3 },
        { start: 25, length: 1 },
      ],
      shape,
    );
    const rows = (step: number, b: number): number[] =>
      Array.from(batch.features.subarray((step * 3 + b) * 3, (step * 3 + b) * 3 + 3));
    expect(rows(0, 0)).toEqual(startFeatures(SMALL_SPEC, false));
    expect(rows(0, 1)).toEqual(startFeatures(SMALL_SPEC, true));
    expect(rows(1, 0)).toEqual(wordFeatures('w10', SMALL_SPEC));
    expect(rows(1, 1)).toEqual(wordFeatures('w25', SMALL_SPEC));
    expect(Array.from(batch.counted)).toEqual([0, 0, 0, 1, 1, 0, 1, 0, 0, 1, 0, 0]);
    expect(Array.from(batch.padding)).toEqual([0, 0, 1, 0, 0, 1, 0, 1, 1, 0, 1, 1]);
    expect(batch.capitals[3]).toBe(1);
    expect(Array.from(batch.marks)).toEqual(new Array<number>(12).fill(0));
  });

  it('grows beyond its first size', () => {
    const large = new PunctuationCorpus(SMALL_SPEC);
    const many = new Array<(typeof words)[number]>(300_000).fill({
      word: 'x',
      mark: 1,
      capitals: 2,
    });
    large.add(many);
    expect(large.words).toBe(300_000);
    const batch = large.batch([{ start: 299_999, length: 1 }], { steps: 2, batch: 1 });
    expect([batch.marks[1], batch.capitals[1]]).toEqual([1, 2]);
  });
});

describe('markedLines', () => {
  const lines = Array.from({ length: 100 }, (_, i) => `This is line ${i + 1}.`);
  lines[4] = 'A heading';
  const file = scratch.write('text.txt', lines.join('\n'));
  const read = async (heldOut?: boolean): Promise<number> => {
    let count = 0;
    for await (const line of markedLines(file, heldOut)) count += line.length > 0 ? 1 : 0;
    return count;
  };

  it('keeps every fiftieth line away from training, and leaves headings out', async () => {
    expect(await read(true)).toBe(2);
    expect(await read(false)).toBe(97);
    expect(await read()).toBe(99);
  });
});

/**
 * A whole small training: it learns, it repeats, it refuses too little text.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/base/random';
import { testPunctuation, trainPunctuation } from '../../../src/language/train-punctuation';
import { scratchFolder } from '../../support/scratch-folder';
import { SMALL_SPEC } from './small-punctuation';

const scratch = scratchFolder();
const random = new Random(1);
const lines = Array.from({ length: 400 }, () =>
  random.next() < 0.5 ? 'Yes! Who runs?' : 'No, he stops.',
);
const text = scratch.write('text.txt', lines.join('\n'));
const test = scratch.write('test.txt', lines.slice(0, 40).join('\n'));
const OPTIONS = {
  texts: [text],
  tests: [test],
  spec: SMALL_SPEC,
  epochs: 16,
  rate: 0.02,
  seed: 1,
  shape: { steps: 16, batch: 8 },
};

describe('trainPunctuation and testPunctuation', () => {
  it('beats the simple tagger on lines that it did not see', async () => {
    const told: string[] = [];
    const trained = await trainPunctuation(OPTIONS, (line) => told.push(line));
    const { words, steps, weights } = trained;
    const tested = await testPunctuation(OPTIONS, trained);
    expect(words).toBe(392 * 3);
    expect(steps).toBeGreaterThan(100);
    expect(told.at(-1)).toMatch(/^step \d+ of \d+, loss \d/);
    expect(Object.keys(weights)).toContain('table');
    expect(tested.map((one) => one.text)).toEqual([text, test]);
    const [heldOut, file] = tested;
    expect(heldOut?.trained.words).toBe(8 * 3);
    expect(file?.trained.marks.at(-1)?.f1).toBeGreaterThan(0.8);
    expect(file?.simple.marks.at(-1)?.f1).toBeLessThan(0.5);
  });

  it('gives the same weights for the same seed', async () => {
    const few = { ...OPTIONS, epochs: 1, tests: [] };
    const weights = async (seed: number): Promise<Float32Array> =>
      (await trainPunctuation({ ...few, seed }, () => undefined)).weights['table']!;
    expect(await weights(1)).toEqual(await weights(1));
    expect(await weights(2)).not.toEqual(await weights(1));
  });

  it('refuses texts of a few sentences', async () => {
    const texts = [scratch.write('short.txt', 'He runs.\nWho runs?')];
    await expect(trainPunctuation({ ...OPTIONS, texts }, () => undefined)).rejects.toThrow(
      'hold only',
    );
  });
});

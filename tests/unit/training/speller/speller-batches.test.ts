/**
 * Batches of recordings and texts, the same ones for the same step.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { spellerInputSize } from '../../../../src/acoustic/speller';
import { UserError } from '../../../../src/base/errors';
import type { Random } from '../../../../src/base/random';
import { decode, encode } from '../../../../src/text/alphabet';
import { HeardBank, unitOf, type Said } from '../../../../src/training/speller/heard-bank';
import type { SaidText } from '../../../../src/training/speller/said-text';
import { SpellerBatches } from '../../../../src/training/speller/speller-batches';
import { Splicer } from '../../../../src/training/speller/splice';
import { surePosteriors } from '../../../support/posteriors';

const CLASSES = 3;
const bank = new HeardBank(CLASSES, CLASSES);
const unit = (letter: string): number => unitOf(letter.charCodeAt(0) - 97, false);
const saidAs = (text: string): Said => ({
  labels: encode(text),
  units: Int32Array.from(text, unit),
});
for (const text of ['aba', 'ab', '']) {
  const path = Array.from(text).flatMap((letter) => [letter.charCodeAt(0) - 97, 2, 2]);
  const heard = surePosteriors([...path, 2, 2], CLASSES);
  bank.add({ phones: heard, letters: heard }, saidAs(text));
}
const splicer = new Splicer(bank);
const textOf = (draw: (random: Random) => string) =>
  ({ draw: (random: Random) => saidAs(draw(random)) }) as unknown as SaidText;
const texts = textOf((random) => 'ab'.repeat(1 + random.integer(9)));
const drawing = { batchSize: 2, recordedShare: 0.5, seed: 3 };

describe('SpellerBatches', () => {
  it('gives recordings and texts of like length, and the same again for a step', () => {
    const batches = new SpellerBatches({ bank, splicer, text: texts }, drawing);
    const all = Array.from({ length: 40 }, (_, step) => batches.at(step));
    const again = new SpellerBatches({ bank, splicer, text: texts }, drawing);
    expect(again.at(37)).toEqual(all[37]);
    const words = all.map((batch) => batch.map(({ labels }) => decode(labels)).join());
    expect(words).toContain('ab,aba');
    expect(words.some((pair) => pair.startsWith(','))).toBe(true);
    expect(words.some((pair) => pair.includes('abab'))).toBe(true);
    for (const { steps, stepCount, labels, silent } of all.flat()) {
      expect(steps.length).toBe(stepCount * spellerInputSize(CLASSES, CLASSES));
      expect(silent === true).toBe(labels.length === 0);
    }
  });

  it('puts another text in the place of one that cannot be written into its steps', () => {
    const long = 'a'.repeat(8);
    const short = { labels: encode(long), units: saidAs('ab').units };
    let count = 0;
    const some = {
      draw: () => (count++ % 2 === 0 ? saidAs('ab') : short),
    } as unknown as SaidText;
    const plan = { ...drawing, recordedShare: 0 };
    const batches = new SpellerBatches({ bank, splicer, text: some }, plan);
    const words = Array.from({ length: 12 }, (_, step) =>
      batches.at(step).map(({ labels }) => decode(labels)),
    );
    expect(words.flat().filter((word) => word === 'ab').length).toBeGreaterThan(12);
    expect(words.flat()).not.toContain(long);
  });

  it('says so where the recordings lack a phone', () => {
    const plan = { ...drawing, recordedShare: 0 };
    const text = textOf(() => 'c');
    const batches = new SpellerBatches({ bank, splicer, text }, plan);
    expect(() => batches.at(0)).toThrow(UserError);
  });
});

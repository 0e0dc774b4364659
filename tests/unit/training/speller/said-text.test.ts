/**
 * Utterances of a text in letters and phones.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../../src/base/errors';
import { Random } from '../../../../src/base/random';
import { NumberedTextWriter, type NumberedText } from '../../../../src/language/numbered-text';
import { decode } from '../../../../src/text/alphabet';
import { encodePhones } from '../../../../src/text/phones';
import { phoneOf, unitOf } from '../../../../src/training/speller/heard-bank';
import { said, saidWord, SaidText } from '../../../../src/training/speller/said-text';
import { scratchFolder } from '../../../support/scratch-folder';

const scratch = scratchFolder();
const LISTED = [
  { word: 'sea', phones: encodePhones('S IY') },
  { word: 'see', phones: encodePhones('S IY') },
  { word: 'sea', phones: encodePhones('S EH') },
  { word: 'calm', phones: encodePhones('K AA M') },
];

function textOf(...sentences: string[]): NumberedText {
  const writer = new NumberedTextWriter(scratch.path);
  writer.begin('a');
  for (const sentence of sentences) {
    writer.add(sentence.split(' ').map((word) => writer.numberOf(word)));
  }
  return writer.finish();
}

describe('said()', () => {
  it('puts spaces between words, and marks the phones that begin one', () => {
    const [sea, calm] = LISTED.filter((_, i) => i % 3 === 0).map(({ word, phones }) =>
      saidWord(word, phones),
    );
    const { labels, units } = said([sea!, calm!]);
    expect(decode(labels)).toBe('sea calm');
    const phones = [...encodePhones('S IY'), ...encodePhones('K AA M')];
    expect(Array.from(units, phoneOf)).toEqual(phones);
    expect(Array.from(units)).toEqual(phones.map((phone, i) => unitOf(phone, i === 0 || i === 2)));
  });
});

describe('SaidText', () => {
  it('draws sentences, alone or with those behind them, by the first way to say a word', async () => {
    const text = await SaidText.open(textOf('sea calm', 'see sea calm'), LISTED, undefined);
    expect(text.length).toBe(7);
    const random = new Random(4);
    const drawn = new Set<string>();
    for (let i = 0; i < 200; i++) {
      const { labels, units } = text.draw(random);
      drawn.add(decode(labels));
      expect(Array.from(units, phoneOf).slice(0, 2)).toEqual(Array.from(encodePhones('S IY')));
    }
    expect([...drawn].sort()).toEqual(['sea calm', 'sea calm see sea calm', 'see sea calm']);
  });

  it('ends an utterance where a word cannot be said, and after 40 words', async () => {
    const long = Array<string>(100).fill('sea').join(' ');
    const text = await SaidText.open(textOf('see 7x calm', long), LISTED, undefined);
    const random = new Random(1);
    const drawn = new Set<string>();
    for (let i = 0; i < 200; i++) drawn.add(decode(text.draw(random).labels));
    expect([...drawn].sort()).toEqual([Array<string>(40).fill('sea').join(' '), 'see']);
  });

  it('says words that no lexicon lists like those that they are made of, where they are frequent', async () => {
    const often = Array<string>(3).fill('seas').join(' ');
    const text = await SaidText.open(textOf(often), LISTED, undefined);
    const { labels, units } = text.draw(new Random(1));
    expect(decode(labels)).toBe(often);
    expect(Array.from(units, phoneOf).slice(0, 3)).toEqual(Array.from(encodePhones('S IY Z')));
  });

  it('refuses a text of words that nobody can say', async () => {
    await expect(SaidText.open(textOf('7x 8y', 'sea'), LISTED, undefined)).rejects.toThrow(
      UserError,
    );
  });
});

/**
 * Lines of a pronunciation dictionary, good and bad.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/base/errors';
import { parsePronunciation, parsePronunciations } from '../../../src/language/pronunciation-text';
import { decodePhones } from '../../../src/text/phones';

const TEXT = `;;; a comment
aalborg AO1 L B AO0 R G # place, danish
aalborg(2) AA1 L B AO0 R G

The  DH AH0
# nothing
`;

function read(text: string, keeps?: (word: string) => boolean): string[] {
  return parsePronunciations(text, 'words.dict', keeps).map(
    ({ word, phones }) => `${word}: ${decodePhones(phones)}`,
  );
}

describe('parsePronunciations', () => {
  it('reads variants without their number, drops stress, comments and empty lines', () => {
    expect(read(TEXT)).toEqual(['aalborg: AO L B AO R G', 'aalborg: AA L B AO R G', 'the: DH AH']);
  });

  it('keeps only the words that are wanted', () => {
    expect(read(TEXT, (word) => word === 'the')).toEqual(['the: DH AH']);
  });

  it('reads lines that end as on Windows', () => {
    expect(read('a AH0\r\nb B IY1\r\n')).toEqual(['a: AH', 'b: B IY']);
  });

  it.each([
    ['a AH0\nb B QQ', /words\.dict line 2.*"QQ"/],
    ['alone', /words\.dict line 1.*"alone"/],
    [`long ${'AH '.repeat(256)}`, /words\.dict line 1.*256 phones/],
    ['(2) AH', /words\.dict line 1/],
  ])('says file, line and mend for %j', (text, message) => {
    expect(() => read(text)).toThrow(UserError);
    expect(() => read(text)).toThrow(message);
    try {
      read(text);
    } catch (thrown) {
      expect((thrown as UserError).mend).toMatch(/phones/);
    }
  });
});

describe('parsePronunciation', () => {
  it('has nothing for a line without an entry', () => {
    expect(parsePronunciation('  ', 'x')).toBeUndefined();
    expect(parsePronunciation(';;; a AH', 'x')).toBeUndefined();
  });
});

/**
 * Any English text in the model's letters.
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encode } from '../../../src/text/alphabet';
import { normaliseText } from '../../../src/text/normalise';

describe('normaliseText', () => {
  it.each([
    ['Hello, World!', 'hello world'],
    ['  two\t\tlines\r\nhere ', 'two lines here'],
    ['It’s John‘s, don´t; ʼtis', "it's john's don't 'tis"],
    ['well-known – no—yes‑maybe', 'well known no yes maybe'],
    ['and/or this_one…then ... that', 'and or this one then that'],
    ['first,second;third', 'first second third'],
    ['U.S.A.', 'usa'],
    ['naïve café Ångström Đặng', 'naive cafe angstrom dang'],
    ['encyclopædia, Œuvre, straße, Øre', 'encyclopaedia oeuvre strasse ore'],
    ['ﬁne ＦＵＬＬ ① x²', 'fine full x'],
    ['42 cats (or 3.5%)', 'cats or'],
    ['“Quoted,” she said.', 'quoted she said'],
    ["'quoted' ''twice'' ' '' dogs'", "quoted twice dogs'"],
    ['日本 😀 Привет', ''],
    ['', ''],
  ])('of %j is %j', (text, expected) => {
    expect(normaliseText(text)).toBe(expected);
  });

  it('gives only words of letters and apostrophes parted by single spaces, whatever the text', () => {
    // Half from the Latin blocks, where something can go wrong; the unit 'binary' would take a second to build.
    const codePoint = fc.oneof(
      fc.integer({ min: 0, max: 0x24f }),
      fc.integer({ min: 0, max: 0x10ffff }),
    );
    fc.assert(
      fc.property(fc.array(codePoint, { maxLength: 60 }), (codePoints) => {
        const text = String.fromCodePoint(...codePoints);
        const normalised = normaliseText(text);
        expect(normalised).toMatch(/^([a-z']*[a-z][a-z']*( [a-z']*[a-z][a-z']*)*)?$/);
        expect(encode(normalised)).toHaveLength(normalised.length);
      }),
      { numRuns: 200 },
    );
  });

  it('changes nothing the second time', () => {
    const unit = fc.constantFrom('a', 'B', "'", '’', ' ', '-', '.', '…', 'é', '1', '`', '\n');
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 30 }), (text) => {
        const once = normaliseText(text);
        expect(normaliseText(once)).toBe(once);
      }),
      { numRuns: 1000 },
    );
  });
});

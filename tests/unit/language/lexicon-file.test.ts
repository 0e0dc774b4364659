/**
 * Lexicon files: what is written is read again, and nothing damaged is.
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/base/errors';
import { Random } from '../../../src/base/random';
import { makeLexicon } from '../../../src/language/lexicon';
import { decodeLexicon, encodeLexicon } from '../../../src/language/lexicon-file';
import { encodePhones } from '../../../src/text/phones';

const SMALL = makeLexicon(
  [
    ['a', 'AH'],
    ['a', 'EY'],
    ['am', 'AE M'],
    ['amber', 'AE M B ER'],
    ['ay', 'EY'],
    ["d'être", 'D EH T R'],
  ].map(([word, said]) => ({ word: word!, phones: encodePhones(said!) })),
);

function changed(change: (bytes: Buffer) => void): Buffer {
  const bytes = Buffer.from(encodeLexicon(SMALL));
  change(bytes);
  return bytes;
}

describe('decodeLexicon', () => {
  it('gives the same lexicon back', () => {
    expect(decodeLexicon(encodeLexicon(SMALL), 'f')).toEqual(SMALL);
    const none = makeLexicon([]);
    expect(decodeLexicon(encodeLexicon(none), 'f')).toEqual(none);
  });

  it('gives random lexicons back, in less space than their text', () => {
    const random = new Random(8);
    const entries = Array.from({ length: 3000 }, () => ({
      word: Array.from({ length: 1 + random.integer(8) }, () => 'abcdef'[random.integer(6)]).join(
        '',
      ),
      phones: Uint8Array.from({ length: 1 + random.integer(9) }, () => random.integer(39)),
    }));
    const lexicon = makeLexicon(entries);
    const bytes = encodeLexicon(lexicon);
    expect(decodeLexicon(bytes, 'f')).toEqual(lexicon);
    const text = entries.map(({ word, phones }) => `${word} ${phones.join(' ')}\n`).join('');
    expect(bytes.length).toBeLessThan(text.length);
  });

  it.each([
    ['another kind of file', changed((b) => b.write('RIFF'))],
    ['another version', changed((b) => b.writeUInt32LE(2, 4))],
    ['more words than bytes', changed((b) => b.writeUInt32LE(0xffffffff, 8))],
    ['more entries than bytes', changed((b) => b.writeUInt32LE(0xffffffff, 12))],
    ['words that are longer than the file', changed((b) => b.writeUInt32LE(0xffffffff, 16))],
    ['one entry less than there are', changed((b) => b.writeUInt32LE(5, 12))],
    ['a word less than there are', changed((b) => b.writeUInt32LE(4, 8))],
    ['bytes behind its end', Buffer.concat([encodeLexicon(SMALL), Buffer.alloc(1)])],
    ['a first word that goes on from nothing', changed((b) => b.writeUInt8(1, 20))],
    ['no usual way', changed((b) => b.writeUInt8(0, b.length - 1))],
    ['a word that is not there', changed((b) => b.writeUInt8(9, b.length - 3))],
    ['an unknown phone', changed((b) => b.writeUInt8(39, b.length - 4))],
    ['nothing', Buffer.alloc(0)],
  ])('refuses %s', (_, bytes) => {
    expect(() => decodeLexicon(bytes, 'f')).toThrow(UserError);
  });

  it('refuses every beginning of a file', () => {
    const whole = encodeLexicon(SMALL);
    for (let length = 0; length < whole.length; length++) {
      expect(() => decodeLexicon(whole.subarray(0, length), 'f')).toThrow(UserError);
    }
  });

  it('throws nothing but a UserError at damaged bytes, and reads only lexicons', () => {
    const whole = encodeLexicon(SMALL);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, byte) => {
        const bytes = Buffer.from(whole);
        bytes[at] = byte;
        try {
          const lexicon = decodeLexicon(bytes, 'f');
          expect(decodeLexicon(encodeLexicon(lexicon), 'f')).toEqual(lexicon);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('encodeLexicon', () => {
  it('refuses a word that is too long', () => {
    const long = makeLexicon([{ word: 'a'.repeat(256), phones: encodePhones('AA') }]);
    expect(() => encodeLexicon(long)).toThrow(RangeError);
  });
});

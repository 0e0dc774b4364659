/**
 * The tables of endings, beginnings and spellings.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { BEGINNINGS, ENDINGS, SPELLINGS } from '../../../src/language/word-endings';
import { decodePhones, encodePhones } from '../../../src/text/phones';

const said = (written: string, base: string): string | undefined => {
  const whole = ENDINGS.find((ending) => ending.written === written)!.attach(encodePhones(base));
  return whole && decodePhones(whole);
};

describe('ENDINGS', () => {
  it('says -s by the sound before it', () => {
    expect(said('s', 'K AE T')).toBe('K AE T S');
    expect(said('s', 'D AO G')).toBe('D AO G Z');
    expect(said("'s", 'R OW Z')).toBe('R OW Z IH Z');
    expect(said('es', 'D AO G')).toBeUndefined();
  });

  it('says -ed by the sound before it', () => {
    expect(said('ed', 'L UH K')).toBe('L UH K T');
    expect(said('ed', 'P L EY')).toBe('P L EY D');
    expect(said('ed', 'N IY D')).toBe('N IY D IH D');
  });

  it('takes the vowel of -le away before -ly', () => {
    expect(said('ly', 'P R AA B AH B AH L')).toBe('P R AA B AH B L IY');
  });

  it('tries the mute e where one consonant follows one vowel, and a doubled one without its double', () => {
    const { bases } = ENDINGS.find(({ written }) => written === 'ing')!;
    expect(bases('hop')).toEqual(['hope', 'hop']);
    expect(bases('help')).toEqual(['help', 'helpe']);
    expect(bases('hopp')).toEqual(['hopp', 'hoppe', 'hop']);
  });

  it('reaches every ending: none stands behind a shorter one that always fits', () => {
    for (const [i, { written }] of ENDINGS.entries()) {
      const before = ENDINGS.slice(0, i).filter((other) => written.endsWith(other.written));
      for (const other of before) {
        const stem = `xyz${written.slice(0, written.length - other.written.length)}`;
        expect(other.bases(stem), `${other.written} before ${written}`).not.toEqual(
          ENDINGS[i]!.bases('xyz'),
        );
      }
    }
  });
});

describe('BEGINNINGS', () => {
  it('puts a longer one before one that it begins with', () => {
    for (const [i, { written }] of BEGINNINGS.entries()) {
      const earlier = BEGINNINGS.slice(0, i).map((other) => other.written);
      expect(earlier.filter((other) => written.startsWith(other))).toEqual([]);
    }
  });
});

describe('SPELLINGS', () => {
  it.each([
    ['labours', 'labors'],
    ['realise', 'realize'],
    ['organisations', 'organizations'],
    ['travelled', 'traveled'],
    ['centre', 'center'],
    ['offence', 'offense'],
    ['foetuses', 'fetuses'],
  ])('%s → %s', (british, american) => {
    expect(SPELLINGS.map(([from, to]) => british.replace(from, to))).toContain(american);
  });
});

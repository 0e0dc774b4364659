/**
 * Words written as people write them, by hand and round: read aloud again they are the same words.
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReadingText } from '../../../src/text/reading-text';
import { spellCardinal, spellOrdinal, spellYear } from '../../../src/text/spoken-numbers';
import { MONTHS } from '../../../src/text/spoken-units';
import { writtenNumbers } from '../../../src/text/written-numbers';

const write = (words: string): string =>
  writtenNumbers(words.split(' '))
    .map(({ text }) => text)
    .join(' ');

/** As somebody would read it aloud. */
const readAloud = (text: string): string =>
  new ReadingText(String).sentences(text).flat().join(' ');

describe('writtenNumbers', () => {
  it.each([
    // money, percent, amounts
    ['twenty five dollars', '$25'],
    ['five dollars and fifty cents', '$5.50'],
    ['five million dollars', '$5 million'],
    ['two point five million euros', '€2.5 million'],
    ['ten pounds sterling', '£10'],
    ['ten pounds and five pence', '£10.05'],
    ['ten pounds of flour', '10 pounds of flour'],
    ['fifty cents', '50 cents'],
    ['five percent', '5%'],
    ['two point five per cent', '2.5%'],
    ['one hundred and twenty thousand people', '120,000 people'],
    ['three billion', '3 billion'],
    ['fifteen hundred people', '1,500 people'],
    ['three point one four', '3.14'],
    // small numbers in running text
    ['we were two', 'we were two'],
    ['seven eleven', 'seven eleven'],
    ['two and a half', 'two and a half'],
    ['one third of them', 'one third of them'],
    ['a hundred years', 'a hundred years'],
    ['a hundred and fifty years', '150 years'],
    ['page five', 'page 5'],
    // places in a row
    ['the first time', 'the first time'],
    ['the twenty first century', 'the 21st century'],
    // dates and years
    ['june third nineteen ninety', 'June 3, 1990'],
    ['june third', 'June 3'],
    ['the third of june nineteen ninety', 'the 3rd of June 1990'],
    ['in march nineteen forty five', 'in March 1945'],
    ['on may first two thousand and five', 'on May 1, 2005'],
    ['you may first go', 'you may first go'],
    ['we march ten miles', 'we march 10 miles'],
    ['in two thousand', 'in 2000'],
    ['two thousand people', '2,000 people'],
    ['in nineteen hundred', 'in 1900'],
    ['twenty twenty four', '2024'],
    ['the nineteen nineties', 'the 1990s'],
    // times
    ['nine thirty a m', '9:30 a.m.'],
    ['nine pm', '9 p.m.'],
    ['at nine o five', 'at 9:05'],
    ['nine thirty', 'nine thirty'],
    ['at ten fifteen dollars', 'at ten fifteen dollars'],
    ["nine o'clock", "nine o'clock"],
    ['half past nine', 'half past nine'],
    // units
    ['three kilometers', '3 km'],
    ['sixty miles per hour', '60 mph'],
    ['twenty degrees celsius', '20 °C'],
    // one by one
    ['five five five one two three four', '555-1234'],
    ['eight double o five five five one two three four', '800-555-1234'],
    ['double five', '55'],
    ['room one o one', 'room 101'],
  ])('writes %j as %j', (said, written) => {
    expect(write(said)).toBe(written);
  });

  it('puts every word into one entry, in order', () => {
    const words = 'on june third nineteen ninety at nine thirty a m twenty five came'.split(' ');
    let next = 0;
    for (const { start, end, text, changed } of writtenNumbers(words)) {
      expect(start).toBe(next);
      expect(changed).toBe(text !== words.slice(start, end).join(' '));
      next = end;
    }
    expect(next).toBe(words.length);
    expect(writtenNumbers([])).toEqual([]);
  });

  it('never loses or doubles a word, whatever they are', () => {
    const vocabulary =
      'one two ten twenty five hundred thousand million and a o oh zero point percent per cent dollars cents ' +
      "june may third of nineteen ninety nineties at m p o'clock kilometers degrees celsius pounds sterling double page";
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...vocabulary.split(' ')), { maxLength: 12 }),
        (words) => {
          let next = 0;
          for (const { start, end, text } of writtenNumbers(words)) {
            expect(start).toBe(next);
            expect(end).toBeGreaterThan(start);
            expect(text).not.toBe('');
            next = end;
          }
          expect(next).toBe(words.length);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('writtenNumbers and ReadingText', () => {
  const expectRound = (said: string): void => {
    expect(readAloud(write(said))).toBe(said);
  };

  it('are inverse for cardinals and ordinals', () => {
    for (let n = 0; n < 2_000_000; n = n < 130 ? n + 1 : Math.floor(n * 1.31) + 3) {
      // From 2001 to 2099 it is taken for a year, which is read aloud otherwise.
      if (n <= 2000 || n > 2099) expectRound(`${spellCardinal(n)} people`);
      if (n > 0 && n < 100) expectRound(`the ${spellOrdinal(n)} time`);
    }
  });

  it('are inverse for years and dates', () => {
    let month = 0;
    const months = [...MONTHS];
    for (let year = 1301; year < 2100; year += 7) {
      if (year % 100 === 0) continue;
      expectRound(`in ${spellYear(year)}`);
      const name = months[month++ % 12]!;
      expectRound(`on ${name} ${spellOrdinal((year % 28) + 1)} ${spellYear(year)}`);
    }
  });

  it('are inverse for money, percent, decimals, units, times and telephones', () => {
    for (let n = 2; n < 100; n += 3) {
      const number = spellCardinal(n);
      expectRound(`${number} dollars`);
      expectRound(`${number} euros and ${spellCardinal(100 - n)} cents`);
      expectRound(`${number} million dollars`);
      expectRound(`${number} percent`);
      expectRound(`${number} point o five`.replace(' o ', ' zero '));
      expectRound(`${number} kilometers`);
      expectRound(`${number} miles per hour`);
      if (n > 9 && n < 60) expectRound(`at nine ${number} p m`);
    }
    expectRound('call five five five one two three four');
  });
});

/**
 * Texts that differ only in how they are written become the same, and others do not.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { scoringText } from '../../../src/text/scoring-text';

describe('scoringText', () => {
  it.each([
    ["It's 5 o'clock, um, Mr. Smith!", "it is five o'clock mister smith"],
    ['I won’t; you can’t.', 'i will not you cannot'],
    ["he'd been there, he'd go", 'he had been there he would go'],
    ['$25', 'twenty five dollars'],
    ['$5 million', 'five million dollars'],
    ['2.5 million', 'two point five million'],
    ['€1,200.50', 'one thousand two hundred point five euros'],
    ['50%', 'fifty per cent'],
    ['9:30 a.m.', 'nine thirty a m'],
    ['10:00 PM', 'ten p m'],
    ['555-1234', 'five five five one two three four'],
    ['in 1990', 'in nineteen ninety'],
    ['the 1990s', 'the nineteen nineties'],
    ['the 21st of June', 'the twenty first of june'],
    ['3.14', 'three point one four'],
    ['twenty-five', 'twenty five'],
    ['The colour of the theatre', 'the color of the theater'],
    ['[noise] Hello (laughs) <unk> Zoë', 'hello zoe'],
    ['U.S.A.', 'usa'],
    ["the dogs' 'bone'", 'the dogs bone'],
  ])('takes %j for %j', (a, b) => {
    expect(scoringText(a)).toBe(scoringText(b));
    expect(scoringText(a)).not.toBe('');
  });

  it.each([
    ['twenty five', 'twenty six'],
    ['his', "he's"],
    ['2.5', '25'],
    ['word', 'words'],
  ])('tells %j from %j', (a, b) => {
    expect(scoringText(a)).not.toBe(scoringText(b));
  });

  it('changes nothing the second time', () => {
    const text = "Dr. O'Neil's $2.50, 1,000 m at 9:05 — he'd gone; 3rd of June 1990, 100%!";
    expect(scoringText(scoringText(text))).toBe(scoringText(text));
  });

  it('is empty where nothing was said', () => {
    expect(scoringText(' … uh, [music] ?')).toBe('');
  });
});

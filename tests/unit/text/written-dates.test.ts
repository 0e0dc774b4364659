/**
 * Dates and times where they begin; `written-numbers.test.ts` has them within sentences.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { dayOfMonthAt, monthAt, timeAt } from '../../../src/text/written-dates';
import type { WrittenWords } from '../../../src/text/written-words';

const textOf = (found: readonly WrittenWords[] | undefined): string | undefined =>
  found?.map(({ text }) => text).join(' ');

describe('monthAt()', () => {
  it.each([
    ['june third nineteen ninety', 'June 3, 1990'],
    ['june nineteen ninety', 'June 1990'],
    ['june is warm', undefined],
    ['may first go', undefined],
  ])('%s', (said, expected) => {
    expect(textOf(monthAt(said.split(' '), 0))).toBe(expected);
  });
});

describe('dayOfMonthAt()', () => {
  it('needs a day, "of" and a month', () => {
    expect(textOf(dayOfMonthAt('third of june'.split(' '), 0))).toBe('3rd of June');
    expect(dayOfMonthAt('third of them'.split(' '), 0)).toBeUndefined();
    expect(dayOfMonthAt('fortieth of june'.split(' '), 0)).toBeUndefined();
  });
});

describe('timeAt()', () => {
  it('is sure by what stands before or behind it', () => {
    expect(textOf(timeAt('nine thirty p m'.split(' '), 0))).toBe('9:30 p.m.');
    expect(textOf(timeAt('at nine o five'.split(' '), 1))).toBe('9:05');
    expect(timeAt('nine thirty'.split(' '), 0)).toBeUndefined();
    expect(timeAt('at nine thirty dollars'.split(' '), 1)).toBeUndefined();
  });
});

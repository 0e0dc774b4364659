/**
 * A bank gives back what was heard, phone by phone.
 * @module
 */
import { describe, expect, it } from 'vitest';
import {
  spellerInputSize,
  spellerSteps,
  type HeardOutputs,
} from '../../../../src/acoustic/speller';
import { Random } from '../../../../src/base/random';
import { encode } from '../../../../src/text/alphabet';
import { HeardBank, PAUSE, phoneOf, unitOf } from '../../../../src/training/speller/heard-bank';
import { randomPosteriors, surePosteriors } from '../../../support/posteriors';

const CLASSES = 4;
const BLANK = 3;
const LETTERS = 3;
const UNITS = Int32Array.of(unitOf(0, true), unitOf(1, false), unitOf(2, true));
/** As phones, and as two letters. */
function sure(...path: number[]): HeardOutputs {
  const letters = surePosteriors(
    path.map((phone) => Math.min(phone, LETTERS - 1)),
    LETTERS,
  );
  return { phones: surePosteriors(path, CLASSES), letters };
}
const HEARD = sure(BLANK, 0, BLANK, BLANK, 1, 1, BLANK, BLANK, BLANK, 2);

describe('HeardBank', () => {
  it('cuts a recording in the middle between its phones', () => {
    const bank = new HeardBank(CLASSES, LETTERS);
    expect(bank.add(HEARD, { labels: encode('ab c'), units: UNITS })).toBe(true);
    expect(bank.add(HEARD, { labels: encode('ab c'), units: UNITS })).toBe(true);
    expect(bank.units).toEqual([PAUSE, ...UNITS, PAUSE, ...UNITS, PAUSE]);
    expect([1, 2, 3].map((place) => bank.rowsOf(place))).toEqual([
      [0, 3],
      [3, 8],
      [8, 10],
    ]);
    expect(bank.rowsOf(5)).toEqual([10, 13]);
    expect(bank.recordings.map(({ start, end }) => [start, end])).toEqual([
      [0, 10],
      [10, 20],
    ]);
  });

  it('gives the steps that a speller is given, to the precision of a byte', () => {
    const bank = new HeardBank(CLASSES, LETTERS);
    const random = new Random(3);
    const heard = {
      phones: randomPosteriors(random, 30_000, CLASSES, 3),
      letters: randomPosteriors(random, 30_000, LETTERS, 3),
    };
    bank.add(HEARD, { labels: new Int32Array(0), units: new Int32Array(0) });
    bank.add(heard, { labels: new Int32Array(0), units: new Int32Array(0) });
    expect(bank.rowCount).toBe(30_010);
    const expected = spellerSteps(heard).data;
    const whole = bank.steps([[10, 30_010]], true);
    expect(whole.length).toBe(expected.length);
    const apart = whole.reduce((most, x, i) => Math.max(most, Math.abs(x - expected[i]!)), 0);
    expect(apart).toBeLessThan(0.5 * (8 / 255) + 1e-6);
    const width = spellerInputSize(CLASSES, LETTERS);
    const ranges = [
      [20, 22],
      [12, 13],
    ] as const;
    const parts = [
      ...whole.subarray(10 * width, 12 * width),
      ...whole.subarray(2 * width, 3 * width),
    ];
    expect(Array.from(bank.steps(ranges, true))).toEqual(parts);
    const phonesAlone = parts.map((value, i) => (i % width < 2 * CLASSES ? value : 0));
    expect(Array.from(bank.steps(ranges, false))).toEqual(phonesAlone);
  });

  it('keeps silence without a phone, and leaves out what does not fit', () => {
    const bank = new HeardBank(CLASSES, LETTERS);
    const nothing = { labels: new Int32Array(0), units: new Int32Array(0) };
    expect(bank.add(sure(BLANK, BLANK), nothing)).toBe(true);
    const short = sure(0, 1);
    expect(bank.add(short, { labels: encode('ab'), units: UNITS })).toBe(false);
    expect(bank.add(short, { labels: encode('abc'), units: UNITS.slice(0, 1) })).toBe(false);
    expect(bank.units).toEqual([PAUSE]);
    expect(bank.recordings).toHaveLength(1);
    expect(bank.rowCount).toBe(2);
  });

  it('tells the same phone at the beginning of a word and inside one apart', () => {
    expect(unitOf(5, true)).not.toBe(unitOf(5, false));
    expect([unitOf(5, true), unitOf(5, false)].map(phoneOf)).toEqual([5, 5]);
  });
});

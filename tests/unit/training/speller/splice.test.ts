/**
 * Spliced texts have the phones that were asked for, in runs as long as the recordings have them.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { spellerInputSize } from '../../../../src/acoustic/speller';
import { Random } from '../../../../src/base/random';
import { HeardBank, unitOf } from '../../../../src/training/speller/heard-bank';
import { Splicer } from '../../../../src/training/speller/splice';
import { surePosteriors } from '../../../support/posteriors';

const CLASSES = 5;
const BLANK = 4;
const bank = new HeardBank(CLASSES, 1);
/** Words of phones. */
function addRecording(...words: number[][]): void {
  const path = words.flat().flatMap((phone) => [BLANK, phone, BLANK]);
  const units = words.flatMap((word) => word.map((phone, i) => unitOf(phone, i === 0)));
  const labels = new Int32Array(0);
  const heard = {
    phones: surePosteriors(path, CLASSES),
    letters: surePosteriors(
      path.map(() => 0),
      1,
    ),
  };
  bank.add(heard, { labels, units: Int32Array.from(units) });
}
addRecording([0, 1], [2, 3, 0]);
addRecording([1, 1, 0], [0, 2]);
const splicer = new Splicer(bank);

/** The phones in ranges of rows. */
function heardIn(ranges: readonly (readonly [number, number])[]): number[] {
  const steps = bank.steps(ranges, false);
  const width = spellerInputSize(CLASSES, 1);
  const phones: number[] = [];
  for (let row = 0; row * width < steps.length; row++) {
    for (let phone = 0; phone < BLANK; phone++) {
      if (steps[row * width + phone]! > 0.9) phones.push(phone);
    }
  }
  return phones;
}

describe('Splicer', () => {
  it('says anything with the phones that there are', () => {
    const units = [
      unitOf(2, true),
      unitOf(3, false),
      unitOf(1, false),
      unitOf(0, true),
      unitOf(2, false),
    ];
    for (let seed = 0; seed < 20; seed++) {
      const ranges = splicer.ranges(units, new Random(seed))!;
      expect(heardIn(ranges)).toEqual([2, 3, 1, 0, 2]);
    }
  });

  it('takes what follows each other in a recording from there', () => {
    const units = [unitOf(2, true), unitOf(3, false), unitOf(0, false)];
    // Rows 6 to 15: the second word of the first recording.
    expect(splicer.ranges(units, new Random(1))).toEqual([[6, 15]]);
  });

  it('prefers a place with the right neighbour before it', () => {
    const [first] = splicer.ranges([unitOf(0, true)], new Random(7))!;
    // Both recordings have a word that begins with phone 0; before the one of the first nothing is said.
    expect(first).toEqual([0, 3]);
  });

  it('says nothing without the phone', () => {
    expect(splicer.ranges([unitOf(3, true)], new Random(1))).toBeUndefined();
  });
});

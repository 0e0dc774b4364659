/**
 * How well posteriors that are known fit texts.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { matrix } from '../../../src/base/matrix';
import { PhoneSearch } from '../../../src/decoder/phone-search';
import { estimateTrigram } from '../../../src/language/phone-trigram';
import { textFit, whyLeftOut, worstFirst, wrongShare } from '../../../src/training/text-fit';
import { surePosteriors } from '../../support/posteriors';

const BLANK = 3;
/** Says 0 1 2 in five steps. */
const POSTERIORS = surePosteriors([0, BLANK, 1, 1, 2], BLANK + 1);
const fit = (...text: number[]) => textFit(POSTERIORS, Uint8Array.from(text));

describe('textFit()', () => {
  it('counts edits from the text to what is heard, and weighs the best path of the text', () => {
    expect(fit(0, 1, 2)).toEqual({
      ...{ phones: 3, errors: 0, heard: [0, 1, 2] },
      logLikelihood: expect.closeTo(Math.log(0.99), 6) as number,
    });
    const wrong = fit(0, 2);
    expect(wrong.errors).toBe(1);
    // Two of the five steps must be called something else.
    expect(wrong.logLikelihood).toBeCloseTo((3 * Math.log(0.99) + 2 * Math.log(0.01 / 3)) / 5, 5);
  });

  it('searches under the phone trigram where there is one', () => {
    const search = new PhoneSearch(estimateTrigram([Int32Array.of(0, 1, 2)], 3));
    expect(textFit(POSTERIORS, Uint8Array.of(0, 1), search)).toMatchObject({
      ...{ errors: 1, heard: [0, 1, 2] },
    });
  });

  it('knows what is too short for its text', () => {
    expect(fit(0, 0, 0, 0).logLikelihood).toBe(-Infinity);
    const nothing = matrix(0, BLANK + 1, new Float32Array(0));
    expect(textFit(nothing, Uint8Array.of(1))).toMatchObject({ errors: 1, heard: [] });
    expect(textFit(nothing, Uint8Array.of(1)).logLikelihood).toBe(-Infinity);
  });
});

describe('whyLeftOut()', () => {
  const measured = (errors: number, phones: number, logLikelihood = -1) => ({
    ...{ errors, phones, logLikelihood },
    heard: [],
  });

  it('leaves out what has 70 % of 3 to 10 phones wrong, or 85 % of more', () => {
    expect(whyLeftOut(measured(7, 10))).toBe('7 phone errors in 10 phones');
    expect(whyLeftOut(measured(3, 3))).toBe('3 phone errors in 3 phones');
    expect(whyLeftOut(measured(17, 20))).toBe('17 phone errors in 20 phones');
    expect(whyLeftOut(measured(16, 20))).toBeUndefined();
    expect(whyLeftOut(measured(6, 9))).toBeUndefined();
    expect(whyLeftOut(measured(2, 2))).toBeUndefined();
  });

  it('leaves out what is too short, however few errors it has', () => {
    expect(whyLeftOut(measured(1, 10, -Infinity))).toContain('too short');
  });
});

describe('worstFirst()', () => {
  it('sorts by the share of wrong phones, then by likelihood', () => {
    const of = (errors: number, phones: number, logLikelihood: number) => ({
      ...{ errors, phones, logLikelihood },
      heard: [],
    });
    const sorted = [of(1, 4, -1), of(2, 4, -1), of(1, 2, -3), of(0, 0, -9)].sort(worstFirst);
    expect(sorted.map((one) => [wrongShare(one), one.logLikelihood])).toEqual([
      [0.5, -3],
      [0.5, -1],
      [0.25, -1],
      [0, -9],
    ]);
  });
});

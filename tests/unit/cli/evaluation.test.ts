/**
 * Error rates against counts made by hand, and the choice of rows.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { chooseRows, reportOf, type EvaluatedRow } from '../../../src/cli/evaluation';
import type { ManifestRow } from '../../../src/training/manifest';

function row(normalised: string): ManifestRow {
  return { file: `/${normalised}.wav`, seconds: 1, speaker: 's', corpus: 'c', normalised };
}

function evaluated(reference: string, hypothesis: string, firstPass?: string): EvaluatedRow {
  return {
    row: row(reference),
    hypothesis,
    ...(firstPass === undefined ? {} : { firstPass }),
    duration: 2,
    work: 0.5,
  };
}

describe('reportOf', () => {
  it('pools errors over all references', () => {
    const report = reportOf(
      [evaluated('one two three', 'one too three four'), evaluated('five', '')],
      1,
    );
    expect(report.utterances).toBe(2);
    expect(report.audioSeconds).toBe(4);
    // One substitution, one insertion, one deletion among four words.
    expect(report.wer).toBe(3 / 4);
    // w→o, five letters of " four" added, four letters of "five" lost, among 13 + 4.
    expect(report.cer).toBe(10 / 17);
    expect(report.per).toBeNull();
    expect(report.exact).toBe(0);
    expect(report.realTimeFactor).toBe(0.25);
    expect(report.peakRssMb).toBeGreaterThan(10);
    const [low, high] = report.werInterval;
    expect(low).toBeLessThanOrEqual(3 / 4);
    expect(high).toBeGreaterThanOrEqual(3 / 4);
  });

  it('pools phone errors over the recordings that have any', () => {
    const rows = [evaluated('a', 'a'), evaluated('b', 'b'), evaluated('c', 'c')];
    const withPhones = [
      { ...rows[0]!, phones: { errors: 1, length: 2 } },
      { ...rows[1]!, phones: { errors: 1, length: 6 } },
      rows[2]!,
    ];
    expect(reportOf(withPhones, 1).per).toBe(0.25);
  });

  it('has fields for the first pass only when there was one', () => {
    expect(reportOf([evaluated('a', 'a')], 1)).not.toHaveProperty('firstPassWer');
    const report = reportOf([evaluated('ab cd', 'ab cd', 'ab ce')], 1);
    expect(report.wer).toBe(0);
    expect(report.exact).toBe(1);
    expect(report.firstPassWer).toBe(0.5);
    expect(report.firstPassCer).toBe(0.2);
  });
});

describe('chooseRows', () => {
  const rows = Array.from({ length: 50 }, (_, i) => row(String(i)));

  const draw = (limit: number, seed: number): ManifestRow[] =>
    chooseRows(rows, { corpus: undefined, limit, seed });

  it('takes only the corpus that is named', () => {
    const other = { ...row('other'), corpus: 'd' };
    expect(chooseRows([...rows, other], { corpus: 'd', limit: undefined, seed: 1 })).toEqual([
      other,
    ]);
  });

  it('takes all in their order without a limit', () => {
    expect(chooseRows(rows, { corpus: undefined, limit: undefined, seed: 1 })).toEqual(rows);
  });

  it('draws different rows at random, the same for the same seed', () => {
    const drawn = draw(10, 7);
    expect(new Set(drawn).size).toBe(10);
    expect(drawn).not.toEqual(rows.slice(0, 10));
    expect(draw(10, 7)).toEqual(drawn);
    expect(draw(10, 8)).not.toEqual(drawn);
  });

  it('takes all of them when the limit is larger', () => {
    expect(new Set(draw(99, 1))).toEqual(new Set(rows));
  });
});

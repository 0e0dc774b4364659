/**
 * The table of fits, and its sums by corpus, against counts made by hand.
 * @module
 */
import { describe, expect, it } from 'vitest';
import {
  fitByCorpus,
  readableFit,
  scoreTable,
  sortedByFit,
  type ScoredRow,
} from '../../../src/cli/score-table';

function scored(file: string, corpus: string, errors: number, phones: number): ScoredRow {
  const row = { file: `/data/${file}`, seconds: 36, speaker: 's', corpus, normalised: 'a b' };
  return { row, fit: { errors, phones, heard: [0, 1], logLikelihood: -errors / 4 } };
}

const ROWS: ScoredRow[] = [
  scored('good.opus', 'books', 1, 10),
  scored('bad.opus', 'books', 9, 10),
  scored('fair.opus', 'phones', 2, 4),
  { ...scored('unknown.opus', 'phones', 0, 0), fit: undefined },
];

describe('scoreTable()', () => {
  it('has the worst first, with paths from where it lies', () => {
    const table = scoreTable(sortedByFit(ROWS), '/data/tables').split('\n');
    expect(table[0]).toBe(
      'file\tcorpus\tspeaker\tseconds\tphones\terrors\tshare\tlogLikelihood\ttext\theard',
    );
    expect(table[1]).toBe('../bad.opus\tbooks\ts\t36.00\t10\t9\t0.900\t-2.250\ta b\tAA AE');
    expect(table.slice(2).map((line) => line.split('\t')[0])).toEqual([
      '../fair.opus',
      '../good.opus',
      '',
    ]);
  });
});

describe('fitByCorpus()', () => {
  it('adds up each corpus, and all', () => {
    const [books, phones, all] = fitByCorpus(ROWS);
    expect(books).toEqual({
      ...{ corpus: 'books', recordings: 2, hours: 0.02, withoutPhones: 0, phones: 20 },
      ...{ per: 0.5, perOfFitting: 0.1, logLikelihood: -1.25, leftOut: 1 },
    });
    expect(phones).toMatchObject({ corpus: 'phones', withoutPhones: 1, per: 0.5, leftOut: 0 });
    expect(all).toMatchObject({ corpus: 'all', recordings: 4, phones: 24, per: 0.5, leftOut: 1 });
  });

  it('is a table for people', () => {
    expect(readableFit(fitByCorpus(ROWS))).toMatch(
      /^books +2 +0\.02 +50\.0 % +10\.0 % +-1\.250 +1$/m,
    );
  });
});

/**
 * The report file has every figure and every alignment.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { reportOf } from '../../../src/cli/evaluation';
import { detailsOf } from '../../../src/cli/evaluation-details';
import { reportText, summaryText } from '../../../src/cli/evaluation-text';
import { evaluatedRow } from './evaluated-rows';

const rows = [
  evaluatedRow('a b c d', 'a x c', 'ann', 'books'),
  evaluatedRow('e f', 'e f g', 'bob', 'books'),
];
const report = reportOf(rows, 1);
const details = detailsOf(rows, 1, 1);

describe('summaryText', () => {
  it('is a table for people', () => {
    expect(summaryText(report, details)).toMatch(
      /^recordings +2, 0\.0 minutes\nword errors +50\.0 % \(95 %: 50\.0 % to 50\.0 %\)\nafter normalising +50\.0 %\n/,
    );
    const live = { ...report, firstPassWer: 0.25, firstPassCer: 0.125, per: 0.1 };
    expect(summaryText(live, details)).toMatch(/^first pass +25\.0 % of words, 12\.5 %/m);
    expect(summaryText(live, details)).toMatch(/^phone errors +10\.0 %/m);
  });
});

describe('reportText', () => {
  const text = reportText(report, details, rows);

  it('holds the tables of corpora and speakers', () => {
    expect(text).toMatch(/^books +2 +6 +50\.0 % \(50\.0 % to 50\.0 %\)/m);
    expect(text).toMatch(/^ann \(books\) +1 +4 +50\.0 %/m);
  });

  it('holds every alignment in the manner of sclite', () => {
    expect(text).toContain(
      [
        'id: (/a b c d.wav)',
        'Scores: (#C #S #D #I) 2 1 1 0',
        'REF:  a B c D',
        'HYP:  a X c *',
        'Eval:   S   D',
      ].join('\n'),
    );
    expect(text.match(/^id: \(\/e f\.wav\)$/gm)).toHaveLength(1);
  });

  it('holds confusions of each kind', () => {
    expect(text).toMatch(/Words taken for others\n +1 {2}b ==> x\n/);
    expect(text).toMatch(/Words lost\n +1 {2}d\n/);
    expect(text).toMatch(/Words added\n +1 {2}g\n/);
  });
});

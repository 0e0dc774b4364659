/**
 * Errors by corpus, speaker, recording and word against counts made by hand.
 * @module
 */
import { describe, expect, it } from 'vitest';
import {
  confusionsIn,
  detailsOf,
  normalisedRow,
  worstRows,
} from '../../../src/cli/evaluation-details';
import { evaluatedRow } from './evaluated-rows';

const ROWS = [
  evaluatedRow('red and blue', 'red and blue', 'ann', 'books'),
  evaluatedRow('four five', 'for five', 'ann', 'books'),
  evaluatedRow('six', '', 'bob', 'books'),
  evaluatedRow("it's seven", 'it is seven', 'bob', 'home'),
];

describe('detailsOf', () => {
  const details = detailsOf(ROWS, 1, 2);

  it('counts each corpus, most errors first', () => {
    expect(
      details.corpora.map(({ corpus, utterances, words, wer }) => [corpus, utterances, words, wer]),
    ).toEqual([
      ['home', 1, 2, 1],
      ['books', 3, 6, 2 / 6],
    ]);
    expect(details.corpora[0]).not.toHaveProperty('speaker');
    expect(details.corpora[1]).toMatchObject({ audioSeconds: 3, per: null });
  });

  it('counts each speaker of each corpus', () => {
    expect(details.speakers.map(({ corpus, speaker, wer }) => [corpus, speaker, wer])).toEqual([
      ['books', 'bob', 1],
      ['home', 'bob', 1],
      ['books', 'ann', 1 / 5],
    ]);
    const [low, high] = details.speakers[2]!.werInterval;
    expect(low).toBeLessThanOrEqual(1 / 5);
    expect(high).toBeGreaterThanOrEqual(1 / 5);
  });

  it('counts once more after the normaliser, for which "it\'s" is "it is"', () => {
    expect(details.normalisedWer).toBe(2 / 9);
    expect(details.corpora[0]?.normalisedWer).toBe(0);
  });

  it('lists the worst', () => {
    expect(details.worst.map(({ file, errors }) => [file, errors])).toEqual([
      ["/it's seven.wav", 2],
      ['/six.wav', 1],
    ]);
    expect(details.worst[1]?.alignment.hypothesis).toBe('HYP:  ***');
  });
});

describe('worstRows', () => {
  it('lists no recording without an error', () => {
    expect(worstRows(ROWS, 10)).toHaveLength(3);
    expect(worstRows(ROWS, 0)).toEqual([]);
  });
});

describe('confusionsIn', () => {
  it('counts pairs of words', () => {
    const rows = [ROWS[1]!, evaluatedRow('four', 'for'), evaluatedRow('a', 'a b')];
    expect(confusionsIn(rows).slice(0, 2)).toEqual([
      { reference: 'four', hypothesis: 'for', count: 2 },
      { reference: '', hypothesis: 'b', count: 1 },
    ]);
  });
});

describe('normalisedRow', () => {
  it('changes both texts and nothing else', () => {
    expect(normalisedRow(evaluatedRow('twenty five', '25'))).toEqual({
      ...evaluatedRow('twenty five', '25'),
      row: { ...evaluatedRow('twenty five', '25').row, normalised: '25' },
      hypothesis: '25',
    });
  });
});

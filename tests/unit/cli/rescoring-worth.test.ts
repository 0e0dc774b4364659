/**
 * The search for weights of rescoring, on readings that are made up.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { findRescoring, type ReadRecording } from '../../../src/cli/rescoring-worth';

/** A right and a wrong reading of one piece; the search likes the wrong one better by 1. */
function recording(speaker: string, liking: number): ReadRecording {
  const evidence = { score: -1, recurrent: -10, ngram: -10, words: 2 };
  return {
    ...{ speaker, reference: 'the sea' },
    pieces: [
      [
        { text: ['the', 'see'], evidence },
        { text: ['the', 'sea'], evidence: { ...evidence, score: -2, recurrent: -10 + liking } },
      ],
    ],
  };
}

describe('findRescoring', () => {
  it('finds weights on each half that mend the other', () => {
    const result = findRescoring([recording('s', 4), recording('t', 4)]);
    expect(result.before.halves).toEqual([
      { errors: 1, length: 2 },
      { errors: 1, length: 2 },
    ]);
    expect(result.best.weights).toEqual({ recurrent: 0.3, ngram: 0, word: 0 });
    expect([result.heldOutWer, result.oracleWer]).toEqual([0, 0]);
  });

  it('leaves the search alone where that is as good', () => {
    const { best, before, oracleWer } = findRescoring([recording('s', -1), recording('t', -1)]);
    expect(best.weights.recurrent).toBe(0);
    expect(best.halves).toEqual(before.halves);
    expect(oracleWer).toBe(0);
  });

  it('joins the pieces of a recording, also those without readings', () => {
    const one = recording('s', 4);
    const two = {
      ...one,
      reference: 'the sea the sea',
      pieces: [...one.pieces, [], ...one.pieces],
    };
    const { before, oracleWer } = findRescoring([two, recording('t', 4)]);
    expect(before.halves[0]).toEqual({ errors: 2, length: 4 });
    expect(oracleWer).toBe(0);
  });
});

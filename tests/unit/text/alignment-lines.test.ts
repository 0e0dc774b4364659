/**
 * Alignment lines against ones made by hand.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { alignmentLines } from '../../../src/text/alignment-lines';

describe('alignmentLines', () => {
  it('marks an insertion and deletions', () => {
    const lines = alignmentLines(
      'the cat sat on the mat'.split(' '),
      'the big cat sat mat'.split(' '),
    );
    expect([lines.reference, lines.hypothesis, lines.evaluation].join('\n')).toBe(
      [
        'REF:  the *** cat sat ON THE mat',
        'HYP:  the BIG cat sat ** *** mat',
        'Eval:     I           D  D',
      ].join('\n'),
    );
    expect(lines).toMatchObject({ correct: 4, substitutions: 0, insertions: 1, deletions: 2 });
  });

  it('marks a substitution', () => {
    const { reference, hypothesis, evaluation } = alignmentLines(['a', 'b'], ['a', 'long']);
    expect([reference, hypothesis, evaluation]).toEqual(['REF:  a B', 'HYP:  a LONG', 'Eval:   S']);
  });

  it('has lines without words too', () => {
    expect(alignmentLines([], [])).toMatchObject({ reference: 'REF:', evaluation: 'Eval:' });
    expect(alignmentLines(['one'], []).hypothesis).toBe('HYP:  ***');
  });
});

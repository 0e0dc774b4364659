/**
 * The search without a network.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { BOUNDARY, CLASSES } from '../../../../src/language/g2p/pronouncer-spec';
import { PronunciationBeam, mostPhones } from '../../../../src/language/g2p/pronunciation-beam';

/** Log probabilities: those given, and next to nothing for the rest. */
function scores(given: Readonly<Record<number, number>>): Float32Array {
  const all = new Float32Array(CLASSES).fill(-30);
  for (const [label, p] of Object.entries(given)) all[Number(label)] = Math.log(p);
  return all;
}

/** Walks a beam by a model whose scores depend on the phones so far. */
function walk(
  beam: PronunciationBeam,
  model: (phones: readonly number[]) => Record<number, number>,
): readonly number[] {
  while (!beam.isDone) beam.advance(beam.alive.map(({ phones }) => scores(model(phones))));
  return beam.found()[0]!.phones;
}

describe('PronunciationBeam', () => {
  /** The likelier first phone leads to the less likely whole. */
  const garden = (phones: readonly number[]): Record<number, number> => {
    if (phones.length === 0) return { 1: 0.6, 2: 0.4 };
    if (phones.length > 1) return { [BOUNDARY]: 1 };
    return phones[0] === 1 ? { 3: 0.5, 4: 0.5 } : { 5: 0.9 };
  };

  it('finds what a greedy search misses, if it is wide enough', () => {
    expect(walk(new PronunciationBeam(1, 9), garden)).toEqual([1, 3]);
    expect(walk(new PronunciationBeam(2, 9), garden)).toEqual([2, 5]);
  });

  it('names the parent of every new beginning', () => {
    const beam = new PronunciationBeam(2, 9);
    expect(beam.advance([scores({ 1: 0.6, 2: 0.4 })])).toEqual([0, 0]);
    expect(beam.advance([scores({ 3: 0.2 }), scores({ 5: 0.9 })])).toEqual([1, 0]);
    expect(beam.alive.map(({ phones }) => phones)).toEqual([
      [2, 5],
      [1, 3],
    ]);
  });

  it('never ends a word without a phone', () => {
    const model = (phones: readonly number[]): Record<number, number> =>
      phones.length === 0 ? { [BOUNDARY]: 0.99, 7: 0.01 } : { [BOUNDARY]: 0.99 };
    expect(walk(new PronunciationBeam(3, 9), model)).toEqual([7]);
  });

  it('ends a word that would go on for ever', () => {
    const beam = new PronunciationBeam(1, 5);
    expect(walk(beam, () => ({ 7: 0.999 }))).toEqual([7, 7, 7, 7, 7]);
  });

  it('goes on while a beginning may still become better than what has ended', () => {
    const beam = new PronunciationBeam(2, 9);
    beam.advance([scores({ 1: 0.9, 2: 0.1 })]);
    beam.advance([scores({ 3: 0.9 }), scores({ [BOUNDARY]: 0.9 })]);
    expect(beam.isDone).toBe(false);
    beam.advance([scores({ [BOUNDARY]: 0.9 })]);
    expect(beam.isDone).toBe(true);
    expect(beam.found().map(({ phones }) => phones)).toEqual([[1, 3], [2]]);
  });
});

describe('mostPhones()', () => {
  it('leaves room for letters that are spelled out', () => {
    expect(mostPhones(3)).toBeGreaterThanOrEqual('D AH B AH L Y UW'.split(' ').length);
  });
});

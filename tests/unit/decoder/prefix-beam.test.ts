/**
 * Prefix beam search against the sum over all alignments, in any pieces, and its speed.
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matrix, rowsOf, type Matrix } from '../../../src/base/matrix';
import { Random } from '../../../src/base/random';
import {
  DEFAULT_PREFIX_BEAM,
  prefixBeamAdvance,
  prefixBeamBest,
  prefixBeamStart,
  prune,
  totalOf,
  type DecodedText,
  type PrefixBeam,
} from '../../../src/decoder/prefix-beam';
import { randomPosteriors, surePosteriors, textProbabilities } from '../../support/posteriors';

const EVERYTHING = { width: 100_000, unitFloor: -Infinity, scoreRange: Infinity };
const BLANK = 3;

function decode(posteriors: Matrix, options = DEFAULT_PREFIX_BEAM, count = 1): DecodedText[] {
  return prefixBeamBest(prefixBeamAdvance(prefixBeamStart(options), posteriors), count);
}

/** A beam of one unit with that log probability. */
function beamOf(id: number, label: number): PrefixBeam {
  const root = prefixBeamStart().beams[0]!.node;
  return { node: { ...root, id, parent: root, unit: id, depth: 1 }, blank: -Infinity, label };
}

describe('prefixBeamBest', () => {
  it('knows the probability of every text when the beam is wide', () => {
    const random = new Random(1);
    for (let round = 0; round < 10; round++) {
      const posteriors = randomPosteriors(random, 5, 4, 1.5);
      const expected = textProbabilities(posteriors);
      const found = decode(posteriors, EVERYTHING, Infinity);
      expect(found).toHaveLength(expected.length);
      const probabilities = new Map(
        found.map(({ units, logProbability }) => [units.join(' '), Math.exp(logProbability)]),
      );
      expect(probabilities.size).toBe(expected.length);
      for (const [text, probability] of expected) {
        expect(probabilities.get(text)).toBeCloseTo(probability, 6);
      }
      expect(found[0]?.units.join(' ')).toBe(expected[0]?.[0]);
      expect([...probabilities.values()].reduce((a, b) => a + b)).toBeCloseTo(1, 5);
    }
  });

  it('finds the most probable text with the default width, too, and never claims more than there is', () => {
    const random = new Random(2);
    let found = 0;
    for (let round = 0; round < 50; round++) {
      const posteriors = randomPosteriors(random, 6, 4, 3);
      const ranked = textProbabilities(posteriors);
      const probabilities = new Map(ranked);
      const [text] = decode(posteriors);
      if (text?.units.join(' ') === ranked[0]![0]) found += 1;
      const share = Math.exp(text!.logProbability) / probabilities.get(text!.units.join(' '))!;
      expect(share).toBeGreaterThan(0.8);
      expect(share).toBeLessThan(1 + 1e-5);
    }
    expect(found).toBeGreaterThanOrEqual(48);
  });

  it('sums alignments where the best single path says something else', () => {
    // "nothing" has the best path (0.36); unit 0 has three paths that sum to 0.64.
    const posteriors = matrix(2, 2, Float32Array.from([0.4, 0.6, 0.4, 0.6], Math.log));
    const [best, second] = decode(posteriors, EVERYTHING, 2);
    expect(best?.units).toEqual([0]);
    expect(Math.exp(best!.logProbability)).toBeCloseTo(0.64, 6);
    expect(second?.units).toEqual([]);
    expect(Math.exp(second!.logProbability)).toBeCloseTo(0.36, 6);
  });

  it('hears a doubled unit only across a blank', () => {
    expect(decode(surePosteriors([0, 0, BLANK, 0, 1], 4))[0]?.units).toEqual([0, 0, 1]);
    expect(decode(surePosteriors([0, 0, 0, 0, 1], 4))[0]?.units).toEqual([0, 1]);
  });

  it('is the empty text, surely, before the first step', () => {
    expect(prefixBeamBest(prefixBeamStart(), 5)).toEqual([{ units: [], logProbability: 0 }]);
  });

  it('survives classes of probability 0', () => {
    const certain = matrix(2, 3, Float32Array.of(0, -Infinity, -Infinity, -Infinity, 0, -Infinity));
    expect(decode(certain)[0]).toMatchObject({ units: [0, 1], logProbability: 0 });
  });
});

describe('prefixBeamAdvance', () => {
  it('gives the same however the steps are cut, and changes no earlier state', () => {
    const posteriors = randomPosteriors(new Random(4), 30, 6, 2);
    const whole = prefixBeamAdvance(prefixBeamStart(), posteriors);
    fc.assert(
      fc.property(fc.array(fc.nat(30), { maxLength: 8 }), (cuts) => {
        const borders = [0, ...cuts.sort((a, b) => a - b), 30];
        let state = prefixBeamStart();
        for (const [i, end] of borders.slice(1).entries()) {
          const before = structuredClone(state);
          const next = prefixBeamAdvance(state, rowsOf(posteriors, borders[i]!, end));
          expect(state).toEqual(before);
          state = next;
        }
        expect(prefixBeamBest(state, 16)).toEqual(prefixBeamBest(whole, 16));
      }),
      { numRuns: 30 },
    );
  });

  it('lets two ways on go from one state', () => {
    const shared = prefixBeamAdvance(prefixBeamStart(), surePosteriors([0, BLANK], 4));
    const left = prefixBeamAdvance(shared, surePosteriors([1], 4));
    const right = prefixBeamAdvance(shared, surePosteriors([2], 4));
    expect(prefixBeamBest(left, 1)[0]?.units).toEqual([0, 1]);
    expect(prefixBeamBest(right, 1)[0]?.units).toEqual([0, 2]);
  });

  it('never keeps more prefixes than its width', () => {
    const options = { ...EVERYTHING, width: 3 };
    const posteriors = randomPosteriors(new Random(5), 20, 5, 0.5);
    expect(prefixBeamAdvance(prefixBeamStart(options), posteriors).beams).toHaveLength(3);
  });

  it('does not extend with units under the floor', () => {
    const options = { ...EVERYTHING, unitFloor: Math.log(0.2) };
    const posteriors = matrix(1, 3, Float32Array.from([0.5, 0.1, 0.4], Math.log));
    expect(decode(posteriors, options, 9).map(({ units }) => units)).toEqual([[0], []]);
  });

  it('decodes 20 s of unsure letters in less than a second', () => {
    const posteriors = randomPosteriors(new Random(6), 667, 29, 3);
    // The best of some runs: the machine may be busy with something else.
    const seconds = Array.from({ length: 5 }, () => {
      const begin = performance.now();
      decode(posteriors, { ...DEFAULT_PREFIX_BEAM, width: 16 });
      return (performance.now() - begin) / 1000;
    });
    expect(Math.min(...seconds)).toBeLessThan(1);
  });
});

describe('prune', () => {
  it('keeps the best, best first, and drops those out of range', () => {
    const beams = [beamOf(1, -5), beamOf(2, -1), beamOf(3, -20), beamOf(4, -2)];
    const ids = (width: number, scoreRange: number): number[] =>
      prune(beams, { width, scoreRange, unitFloor: -9 }).map(({ node }) => node.id);
    expect(ids(9, Infinity)).toEqual([2, 4, 1, 3]);
    expect(ids(2, Infinity)).toEqual([2, 4]);
    expect(ids(9, 10)).toEqual([2, 4, 1]);
  });

  it('orders equals by their age, so that runs repeat', () => {
    const beams = [beamOf(3, -1), beamOf(1, -1), beamOf(2, -1)];
    expect(prune(beams, EVERYTHING).map(({ node }) => node.id)).toEqual([1, 2, 3]);
  });
});

describe('totalOf', () => {
  it('adds alignments that end in a blank to those that do not', () => {
    const beam = { ...beamOf(1, Math.log(0.25)), blank: Math.log(0.5) };
    expect(totalOf(beam)).toBeCloseTo(Math.log(0.75), 12);
  });
});

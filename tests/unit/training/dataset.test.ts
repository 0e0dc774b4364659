/**
 * From cached rows to recordings: what is used, and what is left out and counted.
 * @module
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { matrix } from '../../../src/base/matrix';
import { Random } from '../../../src/base/random';
import { COEFFICIENTS, STEP_SIZE } from '../../../src/features/definition';
import { loadTensorflow, type Tensorflow } from '../../../src/tensor/backend';
import {
  featureStatistics,
  limitRepeats,
  makeRecordings,
  repeatCorpora,
  thinCorpora,
} from '../../../src/training/dataset';
import type { CachedRow } from '../../../src/training/feature-cache';

function row(frames: number, normalised: string, change: Partial<CachedRow> = {}): CachedRow {
  const data = Float32Array.from({ length: frames * COEFFICIENTS }, (_, i) => Math.sin(i) * 10 + 5);
  return {
    file: 'x.wav',
    seconds: frames / 100,
    speaker: 's',
    corpus: 'c',
    normalised,
    features: matrix(frames, COEFFICIENTS, data),
    ...change,
  };
}

let tf: Tensorflow;
beforeAll(async () => {
  tf = await loadTensorflow();
});

describe('featureStatistics()', () => {
  it('gives mean and deviation of each coefficient', () => {
    const data = new Float32Array(2 * COEFFICIENTS).fill(1, 0, COEFFICIENTS).fill(3, COEFFICIENTS);
    const { mean, deviation } = featureStatistics([
      row(2, 'a', { features: matrix(2, COEFFICIENTS, data) }),
    ]);
    expect(mean[7]).toBe(2);
    expect(deviation[7]).toBe(1);
  });

  it('keeps the deviation of constant features above zero', () => {
    const silence = matrix(3, COEFFICIENTS, new Float32Array(3 * COEFFICIENTS));
    expect(featureStatistics([row(3, 'a', { features: silence })]).deviation[0]).toBeGreaterThan(0);
  });
});

describe('makeRecordings()', () => {
  it('counts what it leaves out, by reason', () => {
    const rows = [row(30, 'hi'), row(30, ''), row(2000, 'hi'), row(9, 'hello')];
    const { recordings, report } = makeRecordings(tf, rows, 15);
    expect(recordings.map((e) => [e.corpus, e.labels.length])).toEqual([['c', 2]]);
    expect(report).toMatchObject({ used: 1, withoutText: 1, tooLong: 1, tooShortForLabels: 1 });
  });

  it('keeps whole steps, as log mel powers', () => {
    const [recording] = makeRecordings(tf, [row(7, 'a')], 15).recordings;
    expect(recording!.stepCount).toBe(2);
    expect(recording!.mel).toHaveLength(2 * STEP_SIZE);
  });

  it('counts recordings with a word that has no pronunciation, and uses them', () => {
    const phonesOf = (text: string): Int32Array => Int32Array.from(text === 'hi' ? [1, 2] : []);
    const { recordings, report } = makeRecordings(tf, [row(30, 'hi'), row(30, 'xq')], 15, phonesOf);
    expect(recordings.map(({ phones }) => phones.length)).toEqual([2, 0]);
    expect(report.withoutPhones).toBe(1);
  });
});

describe('limitRepeats()', () => {
  it('draws as many recordings of each text as it may, and leaves the rest and the order alone', () => {
    const texts = [[1], [1], [2], [], [1], [], [1], [1]];
    const recordings = texts.map((labels, i) => ({ i, labels: Int32Array.from(labels) }));
    const random = new Random(3);
    const drawn = Array.from({ length: 20 }, () => limitRepeats(recordings, 2, random));
    for (const kept of drawn) {
      const numbers = kept.map(({ i }) => i);
      expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
      expect(numbers).toEqual(expect.arrayContaining([2, 3, 5]));
      expect(kept).toHaveLength(5);
    }
    // Every recording gets its turn.
    expect(new Set(drawn.flat().map(({ i }) => i)).size).toBe(recordings.length);
    expect(limitRepeats(recordings, 5, random)).toEqual(recordings);
  });
});

describe('thinCorpora()', () => {
  const examples = Array.from({ length: 400 }, (_, i) => ({ corpus: i % 2 === 0 ? 'c' : 'd' }));

  it('takes a fraction of a corpus, others each time, and all of the rest', () => {
    const repeats = { c: 1.5 };
    const random = new Random(2);
    const repeated = repeatCorpora(examples, repeats);
    const first = thinCorpora(repeated, repeats, random);
    const count = first.filter(({ corpus }) => corpus === 'c').length;
    expect(count).toBeGreaterThan(270);
    expect(count).toBeLessThan(330);
    expect(first.filter(({ corpus }) => corpus === 'd')).toHaveLength(200);
    expect(thinCorpora(repeated, repeats, random)).not.toEqual(first);
  });

  it('draws nothing for whole numbers', () => {
    const [random, untouched] = [new Random(3), new Random(3)];
    expect(thinCorpora(examples, { c: 1 }, random)).toEqual(examples);
    expect(random.next()).toBe(untouched.next());
  });
});

describe('repeatCorpora()', () => {
  it('takes a corpus as often as it is told, once if it is not named', () => {
    const examples = [{ corpus: 'c' }, { corpus: 'd' }];
    expect(repeatCorpora(examples, { d: 3 }).map((e) => e.corpus)).toEqual(['c', 'd', 'd', 'd']);
    expect(repeatCorpora(examples, { c: 0 })).toHaveLength(1);
  });
});

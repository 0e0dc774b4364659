/**
 * From cached rows to examples: what is used, what is left out and counted, and how features are normalised.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { matrix } from '../../../src/base/matrix';
import { COEFFICIENTS, STEP_SIZE } from '../../../src/features/definition';
import { RunningMean } from '../../../src/features/running-mean';
import { featureStatistics, makeExamples, repeatCorpora } from '../../../src/training/dataset';
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

describe('makeExamples()', () => {
  const statistics = featureStatistics([row(50, 'a')]);

  it('counts what it leaves out, by reason', () => {
    const rows = [row(30, 'hi'), row(30, ''), row(2000, 'hi'), row(9, 'hello')];
    const { examples, report } = makeExamples(rows, statistics, 15);
    expect(examples.map((e) => e.row.normalised)).toEqual(['hi']);
    expect(report).toMatchObject({ used: 1, withoutText: 1, tooLong: 1, tooShortForLabels: 1 });
  });

  it('normalises as live recognition does, three frames a step', () => {
    const raw = row(7, 'a');
    const expected = raw.features.data.slice();
    const running = new RunningMean(statistics);
    for (let f = 0; f < 6; f++) {
      running.normalise(expected.subarray(f * COEFFICIENTS, (f + 1) * COEFFICIENTS));
    }
    const [example] = makeExamples([raw], statistics, 15).examples;
    expect(example!.stepCount).toBe(2);
    expect(example!.steps).toEqual(expected.subarray(0, 2 * STEP_SIZE));
  });
});

describe('repeatCorpora()', () => {
  it('takes a corpus as often as it is told, once if it is not named', () => {
    const examples = [{ row: row(3, 'a') }, { row: row(3, 'b', { corpus: 'd' }) }];
    expect(repeatCorpora(examples, { d: 3 }).map((e) => e.row.corpus)).toEqual([
      'c',
      'd',
      'd',
      'd',
    ]);
    expect(repeatCorpora(examples, { c: 0 })).toHaveLength(1);
  });
});

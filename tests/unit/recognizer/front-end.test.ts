/**
 * Step rows from samples: counts, chunking and normalisation.
 * @module
 */
import { describe, expect, it } from 'vitest';
import {
  COEFFICIENTS,
  FRAMES_PER_STEP,
  SAMPLE_RATE,
  STEP_SIZE,
  frameCount,
} from '../../../src/features/definition';
import { openBatchMfcc } from '../../../src/features/batch-mfcc';
import { FrontEnd, stepMatrix, stepsOfFrames } from '../../../src/recognizer/front-end';
import { babble } from './signals';

const STATISTICS = {
  mean: new Float32Array(COEFFICIENTS).fill(1),
  deviation: new Float32Array(COEFFICIENTS).fill(4),
};

describe('FrontEnd', () => {
  it('makes one row of every three frames', () => {
    const rows = new FrontEnd(STATISTICS).accept(babble(1.234));
    const frames = frameCount(Math.round(1.234 * SAMPLE_RATE));
    expect(rows).toHaveLength(Math.floor(frames / FRAMES_PER_STEP));
    expect(rows[0]).toHaveLength(STEP_SIZE);
  });

  it('gives the same rows in whatever blocks the samples come', () => {
    const samples = babble(1);
    const whole = new FrontEnd(STATISTICS).accept(samples);
    for (const block of [1, 160, 333, 512]) {
      const frontEnd = new FrontEnd(STATISTICS);
      const rows: Float32Array[] = [];
      for (let at = 0; at < samples.length; at += block) {
        rows.push(...frontEnd.accept(samples.subarray(at, at + block)));
      }
      expect(rows).toEqual(whole);
    }
  });

  it('gives rows that later calls leave alone', () => {
    const frontEnd = new FrontEnd(STATISTICS);
    const rows = frontEnd.accept(babble(0.5));
    const before = rows.map((row) => row.slice());
    frontEnd.accept(babble(0.5, -5));
    expect(rows).toEqual(before);
  });

  it('normalises with the statistics it is given', () => {
    const [row] = new FrontEnd(STATISTICS).accept(babble(0.2));
    const [louder] = new FrontEnd({
      ...STATISTICS,
      deviation: STATISTICS.deviation.map((d) => d / 2),
    }).accept(babble(0.2));
    expect(louder?.[0]).toBeCloseTo(2 * (row?.[0] ?? NaN), 3);
  });
});

describe('stepMatrix', () => {
  it('copies the rows asked for', () => {
    const rows = [1, 2, 3].map((value) => new Float32Array(STEP_SIZE).fill(value));
    const steps = stepMatrix(rows, 1, 3);
    expect(steps.rows).toBe(2);
    expect(steps.columns).toBe(STEP_SIZE);
    expect([steps.data[0], steps.data[STEP_SIZE]]).toEqual([2, 3]);
    rows[1]?.fill(9);
    expect(steps.data[0]).toBe(2);
  });
});

describe('stepsOfFrames', () => {
  it('gives a whole recording the steps that the live front end gives it', async () => {
    const samples = babble(1.7);
    const rows = new FrontEnd(STATISTICS).accept(samples);
    const live = stepMatrix(rows, 0, rows.length);
    const mfcc = await openBatchMfcc();
    const whole = stepsOfFrames(mfcc.extract(samples), STATISTICS);
    mfcc.close();
    expect(whole.rows).toBe(live.rows);
    const worst = whole.data.reduce((most, v, i) => Math.max(most, Math.abs(v - live.data[i]!)), 0);
    expect(worst).toBeLessThan(0.01);
  });
});

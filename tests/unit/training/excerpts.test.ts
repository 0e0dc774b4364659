/**
 * Recordings cut anywhere: nothing is lost, and targets are cut where the sound is.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/base/random';
import { STEP_SECONDS, STEP_SIZE } from '../../../src/features/definition';
import type { Recording } from '../../../src/training/dataset';
import { cutExcerpts, excerptLengths } from '../../../src/training/excerpts';

describe('excerptLengths()', () => {
  it('makes up every length, within the limits wherever they allow it', () => {
    const random = new Random(1);
    const [least, most] = [33, 53];
    for (let steps = 1; steps < 700; steps++) {
      const lengths = excerptLengths(steps, least, most, random);
      expect(lengths.reduce((a, b) => a + b)).toBe(steps);
      const canBe = Math.ceil(steps / most) <= Math.floor(steps / least);
      for (const length of lengths) {
        expect(length).toBeGreaterThanOrEqual(Math.min(least, steps));
        expect(length, String(steps)).toBeLessThanOrEqual(canBe ? most : 2 * least - 1);
      }
    }
  });

  it('draws as many as fit, of any length between', () => {
    const random = new Random(2);
    const drawn = Array.from({ length: 300 }, () => excerptLengths(300, 33, 53, random));
    expect(new Set(drawn.map(({ length }) => length))).toEqual(new Set([6, 7, 8, 9]));
    const firsts = new Set(drawn.map(([first]) => first));
    expect(firsts.size).toBe(53 - 33 + 1);
  });
});

describe('cutExcerpts()', () => {
  const STEPS = 200;
  const recording: Recording = {
    corpus: 'c',
    text: 'one two',
    mel: Float32Array.from({ length: STEPS * STEP_SIZE }, (_, i) => i),
    stepCount: STEPS,
    labels: Int32Array.of(1, 2),
    phones: Int32Array.of(3, 4),
    targets: Uint8Array.from({ length: STEPS }, (_, i) => i % 40),
  };
  const plan = { seconds: [1, 1.6] } as const;

  it('gives excerpts that are the recording together, its targets cut alike, its labels unknown', () => {
    const excerpts = cutExcerpts([recording], plan, new Random(1));
    expect(excerpts.length).toBeGreaterThan(3);
    let start = 0;
    for (const { mel, targets, stepCount, labels, phones, silent } of excerpts) {
      expect(stepCount * STEP_SECONDS).toBeGreaterThan(1 - STEP_SECONDS);
      expect(stepCount * STEP_SECONDS).toBeLessThan(1.6 + STEP_SECONDS);
      const end = start + stepCount;
      expect(mel).toEqual(recording.mel.subarray(start * STEP_SIZE, end * STEP_SIZE));
      expect(targets).toEqual(recording.targets!.subarray(start, end));
      expect([labels.length, phones.length, silent]).toEqual([0, 0, undefined]);
      start = end;
    }
    expect(start).toBe(STEPS);
  });

  it('cuts anew by every call, alike by the same', () => {
    const cut = (seed: number): number[] =>
      cutExcerpts([recording], plan, new Random(seed)).map(({ stepCount }) => stepCount);
    expect(cut(1)).toEqual(cut(1));
    expect(cut(1)).not.toEqual(cut(2));
  });

  it('cuts silence too, and leaves out what has no targets', () => {
    const { targets, ...unaligned } = recording;
    expect(targets).toBeDefined();
    expect(cutExcerpts([unaligned], plan, new Random(1))).toEqual([]);
    const excerpts = cutExcerpts([{ ...unaligned, silent: true }], plan, new Random(1));
    expect(excerpts.length).toBeGreaterThan(3);
    expect(excerpts.every(({ silent }) => silent)).toBe(true);
  });
});

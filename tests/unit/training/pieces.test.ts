/**
 * Recordings cut at pauses: nothing is lost, nothing is cut inside a word.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/base/random';
import { COEFFICIENTS, FRAMES_PER_STEP, STEP_SECONDS } from '../../../src/features/definition';
import { encode } from '../../../src/text/alphabet';
import type { AlignedWord, Recording } from '../../../src/training/dataset';
import { cutEpoch, cutRecording } from '../../../src/training/pieces';

const STEPS = 400;
/** Forty words of 6 steps; every second one is followed by a pause of 8, the others by one of 2, too short to cut in. */
const WORDS: AlignedWord[] = [];
for (let step = 3; WORDS.length < 36;) {
  const index = WORDS.length;
  const text = ['one', 'two', 'three'][index % 3]!;
  WORDS.push({ text, phones: Int32Array.of(index, 3), start: step, end: step + 6 });
  step += 6 + (index % 2 === 1 ? 8 : 2);
}
const text = WORDS.map((word) => word.text).join(' ');
const RECORDING: Recording = {
  corpus: 'c',
  text,
  words: WORDS,
  mel: Float32Array.from({ length: STEPS * FRAMES_PER_STEP * COEFFICIENTS }, (_, i) => i),
  stepCount: STEPS,
  labels: encode(text),
  phones: Int32Array.from(WORDS.flatMap(({ phones }) => Array.from(phones))),
  targets: Uint8Array.from({ length: STEPS }, (_, i) => i % 40),
};
const SECONDS = [1.5, 3] as const;

describe('cutRecording()', () => {
  const pieces = cutRecording(RECORDING, WORDS, SECONDS, new Random(1));

  it('cuts into pieces of the lengths asked for, which are the whole together', () => {
    expect(pieces.length).toBeGreaterThan(3);
    for (const { stepCount } of pieces.slice(0, -1)) {
      expect(stepCount * STEP_SECONDS).toBeGreaterThanOrEqual(SECONDS[0] - STEP_SECONDS);
      expect(stepCount * STEP_SECONDS).toBeLessThanOrEqual(SECONDS[1] + STEP_SECONDS);
    }
    expect(pieces.flatMap(({ mel }) => Array.from(mel))).toEqual(Array.from(RECORDING.mel));
    expect(pieces.map((piece) => piece.text).join(' ')).toBe(text);
    expect(pieces.flatMap(({ targets }) => Array.from(targets!))).toEqual(
      Array.from(RECORDING.targets!),
    );
    const phones = pieces.flatMap((piece) => Array.from(piece.phones));
    expect(phones).toEqual(Array.from(RECORDING.phones));
  });

  it('cuts in pauses only, and gives each piece the words between', () => {
    let step = 0;
    let word = 0;
    for (const piece of pieces) {
      const count = piece.text.split(' ').length;
      const own = WORDS.slice(word, word + count);
      expect(own[0]!.start).toBeGreaterThanOrEqual(step);
      step += piece.stepCount;
      word += count;
      expect(own.at(-1)!.end).toBeLessThanOrEqual(step);
      expect(piece.labels).toEqual(encode(piece.text));
      if (step < STEPS) expect(WORDS[word]!.start - own.at(-1)!.end).toBe(8);
    }
  });

  it('leaves alone what is short or never pauses', () => {
    const short = { ...RECORDING, stepCount: 90 };
    expect(cutRecording(short, WORDS.slice(0, 6), SECONDS, new Random(1))).toEqual([short]);
    const fast = WORDS.map((word, i) => ({ ...word, start: 10 * i, end: 10 * i + 7 }));
    expect(cutRecording(RECORDING, fast, SECONDS, new Random(1))).toEqual([RECORDING]);
  });
});

describe('cutEpoch()', () => {
  const many = Array.from({ length: 40 }, () => RECORDING);

  it('cuts the drawn share, anew by every call and alike by the same', () => {
    const cut = (seed: number): number[] =>
      cutEpoch(many, { seconds: SECONDS, share: 0.5 }, new Random(seed)).map((r) => r.stepCount);
    const whole = cut(1).filter((steps) => steps === STEPS).length;
    expect(whole).toBeGreaterThan(8);
    expect(whole).toBeLessThan(32);
    expect(cut(1)).toEqual(cut(1));
    expect(cut(1)).not.toEqual(cut(2));
  });

  it('leaves recordings whole whose words are not known', () => {
    const known = Object.entries(RECORDING).filter(([key]) => key !== 'words');
    const unknown = Object.fromEntries(known) as unknown as Recording;
    expect(cutEpoch([unknown], { seconds: SECONDS, share: 1 }, new Random(1))).toEqual([unknown]);
  });
});

/**
 * The phone of every step: held from where it is heard, blank in pauses, and stretched with the recording.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/base/random';
import { matrix } from '../../../src/base/matrix';
import { alignUnits } from '../../../src/decoder/forced-alignment';
import { PHONES } from '../../../src/text/phones';
import type { Recording } from '../../../src/training/dataset';
import { alignSteps, atSpeed, stepTargets } from '../../../src/training/step-targets';

const BLANK = PHONES.length;
/** Steps as text: a digit is a phone, a point the blank. */
const drawn = (targets: Uint8Array): string =>
  Array.from(targets, (unit) => (unit === BLANK ? '.' : String(unit))).join('');

/** What CTC reads in a path: repetitions merged, blanks dropped. */
const collapsed = (targets: Uint8Array): number[] =>
  Array.from(targets).filter((unit, i) => unit !== BLANK && unit !== targets[i - 1]);

describe('stepTargets()', () => {
  it.each([
    ['holds a phone until the next one is heard', [1, 2, 3], [2, 3, 5, 6, 8, 10], '..1112223333..'],
    ['lets go of it two steps later before a pause', [1, 2], [0, 1, 10, 11], '111.......222.'],
    ['takes up to eight steps for no pause', [1, 2], [0, 1, 9, 10], '111111111222..'],
    ['lets go at the end of the recording', [4], [12, 13], '............44'],
    ['puts a blank between two of the same kind', [5, 5], [2, 3, 6, 7], '..555.555.....'],
    ['needs no more than the one that CTC left', [5, 5], [2, 3, 4, 5], '..5.555.......'],
  ])('%s', (_, phones, times, expected) => {
    expect(drawn(stepTargets(Int32Array.from(phones), times, 14))).toBe(expected);
  });

  it('is a path that spells the phones, whatever was heard', () => {
    const random = new Random(3);
    for (let round = 0; round < 50; round++) {
      const steps = 20 + random.integer(20);
      const phones = Int32Array.from({ length: 8 }, () => random.integer(3));
      const data = Float32Array.from({ length: steps * (BLANK + 1) }, () => -9 * random.next());
      const { starts, ends } = alignUnits(matrix(steps, BLANK + 1, data), Array.from(phones));
      const times = starts.flatMap((start, i) => [start, ends[i]!]);
      const targets = stepTargets(phones, times, steps);
      expect(targets).toHaveLength(steps);
      expect(collapsed(targets)).toEqual(Array.from(phones));
      starts.forEach((start, i) => {
        expect(targets[start]).toBe(phones[i]);
      });
    }
  });
});

describe('alignSteps()', () => {
  it('gives targets to recordings whose phones are known', () => {
    const recording = (phones: Int32Array): Recording => ({
      ...{ corpus: 'c', text: 'a', mel: new Float32Array(0), stepCount: 6 },
      ...{ labels: Int32Array.of(1), phones },
    });
    const known = recording(Int32Array.of(7));
    const unknown = recording(new Int32Array(0));
    const aligned = alignSteps([known, unknown], [[1, 2], []]);
    expect(drawn(aligned[0]!.targets!)).toBe('.777..');
    expect(aligned[1]).toBe(unknown);
  });
});

describe('atSpeed()', () => {
  const targets = Uint8Array.of(0, 1, 1, 1, 1, 2, 2, 3, 3, 3);

  it('leaves what is heard as it was', () => {
    expect(atSpeed(targets, 1, 10)).toBe(targets);
  });

  it('stretches and shortens every part alike', () => {
    expect(drawn(atSpeed(targets, 0.5, 20))).toBe('00111111112222333333');
    expect(drawn(atSpeed(targets, 2, 5))).toBe('11233');
    // Speeds are of frames: a step more than the targets hold reads the last one.
    expect(drawn(atSpeed(targets, 1.04, 10))).toBe('0111122333');
  });
});

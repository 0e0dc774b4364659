/**
 * The golden MFCC of `tests/reference/mfcc.json`, made by `scripts/reference/mfcc.py` in float64.
 * @module
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { readAudioFile } from '../../../src/audio/decode-file';

const ROOT = join(import.meta.dirname, '../../..');

/** What is known of one signal. */
export interface Golden {
  readonly samples: number;
  readonly frames: number;
  /** Every so many frames are kept. */
  readonly stride: number;
  /** Of each coefficient over all frames. */
  readonly range: readonly number[];
  readonly mfcc: readonly (readonly number[])[];
}

const golden = JSON.parse(
  readFileSync(join(ROOT, 'tests/reference/mfcc.json'), 'utf8'),
) as Readonly<{ synthetic: Golden; recording: Golden & { readonly file: string } }>;

/** Share of a coefficient's range that 32-bit arithmetic may be off. */
const TOLERANCE = 1e-4;

/** Digital silence, the smallest samples, both ends of the scale: as in the script. */
function synthetic(): Int16Array {
  const samples = new Int16Array(4800);
  for (let n = 0; n < 1200; n++) {
    samples[n] = ((7 * n * n) % 20011) - 10005;
    samples[2400 + n] = (n % 3) - 1;
    samples[3600 + n] = Math.floor(n / 20) % 2 === 0 ? 32767 : -32768;
  }
  return samples;
}

/** Both signals with their goldens. */
export async function goldenSignals(): Promise<readonly [string, Int16Array, Golden][]> {
  return [
    ['synthetic', synthetic(), golden.synthetic],
    ['recording', await readAudioFile(join(ROOT, golden.recording.file)), golden.recording],
  ];
}

/** Fails unless every kept frame is the golden one within {@link TOLERANCE}. */
export function expectGolden(frames: readonly ArrayLike<number>[], expected: Golden): void {
  expect(frames).toHaveLength(expected.frames);
  expected.mfcc.forEach((row, i) => {
    const frame = i * expected.stride;
    const off = row.map((value, k) => Math.abs(frames[frame]![k]! - value) / expected.range[k]!);
    expect(Math.max(...off), `frame ${frame}`).toBeLessThan(TOLERANCE);
  });
}

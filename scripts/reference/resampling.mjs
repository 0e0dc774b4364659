/**
 * Makes `tests/reference/resampling.json`: sums of sine waves at several rates, brought to 16 kHz by SoX.
 *
 * Made with SoX 14.4.2 (`rate -v -L`, which is 32 bits deep inside). Needs `sox`.
 *
 * usage: node scripts/reference/resampling.mjs
 * @module
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const OUTPUT_RATE = 16_000;
const SECONDS = 0.15;
const TONES = 24;
const FILE = join(import.meta.dirname, '..', '..', 'tests', 'reference', 'resampling.json');

/**
 * Waves up to `highest` Hz at frequencies without a pattern.
 * @param {number} highest
 */
function wavesUpTo(highest) {
  return Array.from({ length: TONES }, (_, i) => ({
    hertz: Number((60 + (highest - 60) * ((i * 0.618033989) % 1)).toFixed(3)),
    amplitude: 0.7 / TONES,
    phase: Number(((i * i * 0.7548776662) % (2 * Math.PI)).toFixed(6)),
  }));
}

/** @param {number} rate */
function golden(rate) {
  // Below the slope of either filter, where both have to agree.
  const waves = wavesUpTo(0.44 * Math.min(rate, OUTPUT_RATE));
  const input = Float64Array.from({ length: Math.round(SECONDS * rate) }, (_, n) =>
    waves.reduce(
      (sum, { hertz, amplitude, phase }) =>
        sum + amplitude * Math.sin((2 * Math.PI * hertz * n) / rate + phase),
      0,
    ),
  );
  const from = ['-t', 'f64', '-r', String(rate), '-c', '1', '-'];
  const to = ['-t', 'f32', '-'];
  const output = execFileSync(
    'sox',
    ['-D', ...from, ...to, 'rate', '-v', '-L', String(OUTPUT_RATE)],
    {
      input: Buffer.from(input.buffer),
    },
  );
  return { rate, length: input.length, waves, output: output.toString('base64') };
}

const madeBy = execFileSync('sox', ['--version'], { encoding: 'utf8' }).trim();
const goldens = [8_000, 11_025, 22_050, 44_100, 47_999, 48_000, 96_000].map(golden);
writeFileSync(FILE, `${JSON.stringify({ madeBy, goldens }, null, 2)}\n`);

/**
 * A recording in noise, at a signal-to-noise ratio.
 * @module
 */
import type { AudioSource } from './decode-file';
import { FULL_SCALE } from './sampling';

/** Mean square. */
function powerOf(samples: Int16Array | Float64Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return sum / Math.max(1, samples.length);
}

/**
 * Adds noise, which is read round and round from sample `start`. Both powers are means over what is heard of each,
 * pauses included. A sum that would clip is made softer as a whole, so that the ratio stays.
 * @param speech 16 kHz mono; stays as it is. @param noise At least one sample. @param snrDb In decibels.
 */
export function mixNoise(
  speech: Int16Array,
  noise: Int16Array,
  snrDb: number,
  start: number,
): Int16Array {
  const heard = Float64Array.from(speech, (_, i) => noise[(start + i) % noise.length]!);
  const noisePower = powerOf(heard);
  if (noisePower === 0) return speech.slice();
  const gain = Math.sqrt(powerOf(speech) / noisePower / 10 ** (snrDb / 10));
  let peak = 0;
  for (let i = 0; i < heard.length; i++) {
    heard[i] = speech[i]! + gain * heard[i]!;
    peak = Math.max(peak, Math.abs(heard[i]!));
  }
  const fit = Math.min(1, (FULL_SCALE - 1) / Math.max(1, peak));
  return Int16Array.from(heard, (x) => Math.round(x * fit));
}

/** The whole of `source` in noise, as one block: for recordings of seconds or minutes. */
export function inNoise(
  source: AudioSource,
  noise: Int16Array,
  snrDb: number,
  start: number,
): AudioSource {
  return {
    duration: source.duration,
    get warnings() {
      return source.warnings;
    },
    async *blocks() {
      const blocks: Int16Array[] = [];
      for await (const block of source.blocks()) blocks.push(block);
      const speech = new Int16Array(blocks.reduce((sum, block) => sum + block.length, 0));
      let at = 0;
      for (const block of blocks) {
        speech.set(block, at);
        at += block.length;
      }
      yield mixNoise(speech, noise, snrDb, start);
    },
  };
}

/**
 * Room around very short clips: a network that walks both ways needs some steps before and after a word.
 * @module
 */
import { SAMPLE_RATE } from './definition';
import { Random } from '../base/random';

const SHORTEST_SAMPLES = SAMPLE_RATE / 2;
/** A quiet room instead of digital zeros, which no microphone gives: deviation in Int16 steps. */
const ROOM_DEVIATION = 3;

/** Clips under 0.5 s come back in the middle of 0.5 s of faint, always equal noise; others come back as they are. */
export function padShortClip(samples: Int16Array): Int16Array {
  if (samples.length === 0 || samples.length >= SHORTEST_SAMPLES) return samples;
  const random = new Random(samples.length);
  const padded = Int16Array.from({ length: SHORTEST_SAMPLES }, () =>
    Math.round(random.normal() * ROOM_DEVIATION),
  );
  padded.set(samples, (SHORTEST_SAMPLES - samples.length) >> 1);
  return padded;
}

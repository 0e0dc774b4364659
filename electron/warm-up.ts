/**
 * Runs a made-up sound through a fresh recogniser, so that its graphs are compiled before the first word and
 * not during it.
 * @module
 */
import type { Recognizer } from '../src/recognizer/recognizer';

const RATE = 16_000;
const QUIET_SECONDS = 0.5;
const VOICE_SECONDS = 2.5;
/** A low voice, and a syllable's rate. */
const PITCH_HERTZ = 120;
const SYLLABLE_HERTZ = 4;
const LOUDNESS = 6_000;

/** Takes both passes once through a throw-away stream. */
export function warmUp(recognizer: Pick<Recognizer, 'openStream'>): void {
  const stream = recognizer.openStream();
  stream.accept(buzz());
  stream.finish();
}

/** A moment of quiet, then a sawtooth that swells like syllables: loud and rich enough to count as a voice. */
function buzz(): Int16Array {
  const quiet = Math.round(QUIET_SECONDS * RATE);
  return Int16Array.from({ length: quiet + Math.round(VOICE_SECONDS * RATE) }, (_, i) => {
    const seconds = (i - quiet) / RATE;
    if (seconds < 0) return i % 2;
    const saw = 2 * ((seconds * PITCH_HERTZ) % 1) - 1;
    return LOUDNESS * saw * Math.abs(Math.sin(Math.PI * SYLLABLE_HERTZ * seconds));
  });
}

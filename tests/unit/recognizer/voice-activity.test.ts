/**
 * Voice against silence, noises, clicks and offsets.
 * @module
 */
import { describe, expect, it } from 'vitest';
import {
  VOICE_FRAME_SAMPLES,
  VOICE_FRAME_SECONDS,
  VoiceActivity,
  hearsVoice,
} from '../../../src/recognizer/voice-activity';
import { babble, concatenated, mixed, noise, silence, type NoiseColour } from './signals';

/** Seconds at which frames are voiced. */
function voicedTimes(samples: Int16Array): number[] {
  const voice = new VoiceActivity();
  const times: number[] = [];
  for (let i = 0; (i + 1) * VOICE_FRAME_SAMPLES <= samples.length; i++) {
    const frame = samples.subarray(i * VOICE_FRAME_SAMPLES, (i + 1) * VOICE_FRAME_SAMPLES);
    if (voice.accept(frame).voiced) times.push(i * VOICE_FRAME_SECONDS);
  }
  return times;
}

describe('VoiceActivity', () => {
  it('hears no voice in digital silence', () => {
    expect(voicedTimes(silence(5))).toEqual([]);
  });

  const noises = (['white', 'pink', 'brown'] as NoiseColour[]).flatMap((colour) =>
    [-50, -30, -15].map((level) => ({ colour, level })),
  );
  it.each(noises)('hears no voice in steady $colour noise at $level dBFS', ({ colour, level }) => {
    expect(voicedTimes(noise(colour, 20, level, level + 100))).toEqual([]);
  });

  it.each([-55, -35, -12])('finds speech at %i dBFS within 100 ms of its onset', (level) => {
    const times = voicedTimes(
      concatenated(noise('white', 2, -75), mixed(babble(2, level), noise('white', 2, -75))),
    );
    expect(times[0]).toBeGreaterThanOrEqual(2);
    expect(times[0]).toBeLessThan(2.15);
    expect(times.at(-1)).toBeGreaterThan(3.8);
  });

  it('finds speech 15 dB above a loud room', () => {
    const times = voicedTimes(
      mixed(concatenated(silence(3), babble(2, -20)), noise('pink', 5, -42)),
    );
    expect(times[0]).toBeGreaterThan(2.95);
    expect(times[0]).toBeLessThan(3.3);
  });

  it('is not moved by a DC offset', () => {
    const speech = concatenated(noise('white', 1, -60), babble(1));
    const shifted = speech.map((x) => x + 4000);
    // The step at the very start passes the high-pass.
    expect(voicedTimes(shifted).filter((t) => t > 0.2)).toEqual(
      voicedTimes(speech).filter((t) => t > 0.2),
    );
  });

  it('takes a single click for no voice', () => {
    const clicked = noise('white', 3, -60);
    clicked.set(
      Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? 20000 : -20000)),
      RATE_2_SECONDS,
    );
    expect(voicedTimes(clicked)).toEqual([]);
  });

  it('gets used to a noise that begins', () => {
    const times = voicedTimes(concatenated(noise('white', 3, -70), noise('white', 9, -30)));
    expect(times.at(-1)).toBeLessThan(8);
  });
});

const RATE_2_SECONDS = 32000;

describe('hearsVoice', () => {
  it('is true for speech and false for silence and steady noise', () => {
    expect(hearsVoice(concatenated(noise('white', 1, -60), babble(1)))).toBe(true);
    expect(hearsVoice(silence(3))).toBe(false);
    expect(hearsVoice(silence(0.3))).toBe(false);
    expect(hearsVoice(noise('pink', 3, -20))).toBe(false);
  });

  it('is true for a loud clip that is too short to hold a silence', () => {
    expect(hearsVoice(babble(0.15))).toBe(true);
  });

  it('is false for no samples', () => {
    expect(hearsVoice(new Int16Array(0))).toBe(false);
  });
});

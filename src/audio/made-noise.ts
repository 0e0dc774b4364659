/**
 * Noises made from a seed: what a recogniser must not take for speech. White, pink and brown noise, mains hum, clicks,
 * typing, and silence; dry or in a made room.
 * @module
 */
import type { Random } from '../base/random';
import { FULL_SCALE, SAMPLE_RATE } from './sampling';

/** What can be made. */
export const NOISE_KINDS = ['white', 'pink', 'brown', 'hum', 'clicks', 'typing'] as const;

/** One of `NOISE_KINDS`. */
export type NoiseKind = (typeof NOISE_KINDS)[number];

type Source = (length: number, random: Random) => Float64Array;

const white: Source = (length, random) => Float64Array.from({ length }, () => random.normal());

/** Paul Kellet's filter: within 0.05 dB of 1/f above 9 Hz. */
const PINK_POLES = [0.99886, 0.99332, 0.969, 0.8665, 0.55, -0.7616];
const PINK_GAINS = [0.0555179, 0.0750759, 0.153852, 0.3104856, 0.5329522, -0.016898];
const PINK_DIRECT = 0.5362;
const PINK_LAST = 0.115926;

const pink: Source = (length, random) => {
  const state = PINK_POLES.map(() => 0);
  let last = 0;
  return white(length, random).map((input) => {
    let sum = last + input * PINK_DIRECT;
    last = input * PINK_LAST;
    for (let k = 0; k < state.length; k++) {
      state[k] = PINK_POLES[k]! * state[k]! + PINK_GAINS[k]! * input;
      sum += state[k]!;
    }
    return sum;
  });
};

const brown: Source = (length, random) => {
  let state = 0;
  return white(length, random).map((input) => (state = 0.998 * state + input));
};

/** Mains at 50 or 60 Hz, with harmonics that breathe a little. */
const hum: Source = (length, random) => {
  const mains = random.next() < 0.5 ? 50 : 60;
  const harmonics = Array.from({ length: 8 }, (_, h) => ({
    step: (2 * Math.PI * mains * (h + 1)) / SAMPLE_RATE,
    phase: 2 * Math.PI * random.next(),
    level: (0.5 + random.next()) / (h + 1),
  }));
  const breath = (2 * Math.PI * 0.3) / SAMPLE_RATE;
  return Float64Array.from({ length }, (_, n) => {
    let sum = 0;
    for (const { step, phase, level } of harmonics) sum += level * Math.sin(step * n + phase);
    return sum * (1 + 0.2 * Math.sin(breath * n));
  });
};

/** Adds a burst of ringing noise that dies away: a click, or a key. */
function addBurst(
  into: Float64Array,
  at: number,
  seconds: number,
  hertz: number,
  level: number,
  random: Random,
): void {
  const length = Math.min(into.length - at, Math.round(6 * seconds * SAMPLE_RATE));
  const turn = (2 * Math.PI * hertz) / SAMPLE_RATE;
  for (let n = 0; n < length; n++) {
    const fall = Math.exp(-n / (seconds * SAMPLE_RATE));
    into[at + n]! += level * fall * (0.6 * random.normal() + Math.sin(turn * n));
  }
}

const clicks: Source = (length, random) => {
  const sound = new Float64Array(length);
  for (let at = 0; at < length; at += Math.round((0.1 + 1.4 * random.next()) * SAMPLE_RATE)) {
    addBurst(sound, at, 0.001 + 0.003 * random.next(), 800 + 4000 * random.next(), 1, random);
  }
  return sound;
};

/** Keys in words: two sounds a key, down and up, some six keys a second, and pauses. */
const typing: Source = (length, random) => {
  const sound = new Float64Array(length);
  for (let at = 0; at < length;) {
    for (let keys = 2 + random.integer(8); keys > 0 && at < length; keys--) {
      const hertz = 300 + 1500 * random.next();
      addBurst(sound, at, 0.006, hertz, 0.7 + 0.6 * random.next(), random);
      const up = at + Math.round((0.05 + 0.05 * random.next()) * SAMPLE_RATE);
      if (up < length) addBurst(sound, up, 0.004, hertz * 1.6, 0.4, random);
      at += Math.round((0.09 + 0.14 * random.next()) * SAMPLE_RATE);
    }
    at += Math.round((0.2 + 0.8 * random.next()) * SAMPLE_RATE);
  }
  return sound;
};

const SOURCES: Readonly<Record<NoiseKind, Source>> = { white, pink, brown, hum, clicks, typing };

/** Delays in samples, none a multiple of another, and how much of each comes back. */
const COMB_DELAYS = [473, 593, 659, 701];
const ALLPASS_DELAYS = [80, 27];
const ALLPASS_GAIN = 0.7;
/** Time in which a made room's sound falls by 60 dB, in seconds. */
const ROOM_SECONDS = 0.6;
/** How much of the sound is the room's. */
const WET = 0.6;

/**
 * The sound in a room: four combs, two all-passes. In place.
 * Source: Schroeder 1962, "Natural Sounding Artificial Reverberation".
 */
export function addRoom(sound: Float64Array): void {
  const combs = COMB_DELAYS.map((delay) => ({
    line: new Float64Array(delay),
    gain: 10 ** ((-3 * delay) / (ROOM_SECONDS * SAMPLE_RATE)),
  }));
  const allpasses = ALLPASS_DELAYS.map((delay) => new Float64Array(delay));
  for (let n = 0; n < sound.length; n++) {
    let wet = 0;
    for (const { line, gain } of combs) {
      const at = n % line.length;
      const back = line[at]!;
      line[at] = sound[n]! + gain * back;
      wet += back / combs.length;
    }
    for (const line of allpasses) {
      const at = n % line.length;
      const back = line[at]!;
      const input = wet + ALLPASS_GAIN * back;
      line[at] = input;
      wet = back - ALLPASS_GAIN * input;
    }
    sound[n] = (1 - WET) * sound[n]! + WET * wet;
  }
}

/** What is made. */
export interface MadeNoise {
  readonly kind: NoiseKind;
  readonly seconds: number;
  /** Of the mean power, dBFS; peaks that do not fit are clipped. */
  readonly level: number;
  readonly room: boolean;
}

/** 16 kHz mono; the same for the same state of `random`. */
export function makeNoise({ kind, seconds, level, room }: MadeNoise, random: Random): Int16Array {
  const sound = SOURCES[kind](Math.round(seconds * SAMPLE_RATE), random);
  if (room) addRoom(sound);
  const power = sound.reduce((sum, x) => sum + x * x, 0) / Math.max(1, sound.length);
  const gain = (FULL_SCALE * 10 ** (level / 20)) / Math.sqrt(Math.max(power, Number.MIN_VALUE));
  return Int16Array.from(sound, (x) =>
    Math.max(-FULL_SCALE, Math.min(FULL_SCALE - 1, Math.round(x * gain))),
  );
}

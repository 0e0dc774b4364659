/**
 * One recording heard in many ways: faster and slower, other vocal tracts, louder and quieter, in noise, in a room made up
 * or measured, through a telephone or a cheap microphone, with parts masked. Everything is done to log mel powers,
 * ln(1 + power) of 40 bands every 10 ms, where it costs almost nothing; sound adds in power, so noise and rooms are right
 * up to the cross terms. docs/augmentation.md tells what is exact and what is not.
 * Sources: Ko et al. 2015 "Audio augmentation for speech recognition" (speed); Jaitly and Hinton 2013 (vocal tract);
 * Park et al. 2019 "SpecAugment" (masks).
 * @module
 */
import type { Random } from '../base/random';
import { COEFFICIENTS } from '../features/definition';
import { MEL_BREAK_HZ } from '../features/mel-bank';
import { stretchedBands, TOP_MEL } from '../features/stretch';
import { throughChannel } from './channel';
import { hearInRoom, type Room } from './room';

/** A constant of this module: an imported one is looked up at every use where TypeScript runs unbundled. */
const BANDS = COEFFICIENTS;

/** How strongly each kind is applied; 0 (or a count of 0) turns it off. */
export interface AugmentOptions {
  /** Speed is drawn from 1 ± this. The voice's pitch and formants move with it, as on a tape. */
  readonly speed: number;
  /** The frequency axis is stretched by a factor from 1 ± this, beside what speed does. */
  readonly warp: number;
  /** Gain in ± dB. */
  readonly gainDb: number;
  /** Share of recordings that get noise, and its signal-to-noise ratio in dB, drawn evenly. */
  readonly noiseShare: number;
  readonly snrDb: readonly [number, number];
  /** Share that stands in a room: one with a reverberation time of 0.2–0.8 s, or every other time a measured one. */
  readonly roomShare: number;
  /** Share whose high bands are cut away above 3.3–6 kHz. */
  readonly narrowShare: number;
  /** Share that is heard through a telephone or a cheap microphone; none where nothing is said. */
  readonly codecShare?: number;
  /** Stretches of time set to the mean: how many, at most how many frames, at most what share of the recording. */
  readonly timeMasks: {
    readonly count: number;
    readonly maxFrames: number;
    readonly maxShare: number;
  };
  /** Bands set to the mean: how often, at most how many neighbours. */
  readonly bandMasks: { readonly count: number; readonly maxBands: number };
}

const DECIBEL = Math.LN10 / 10;

/** A speed that is a quotient of frame counts must give the count back. */
const ROUNDING = 1e-6;

const between = (random: Random, low: number, high: number): number =>
  low + (high - low) * random.next();

/** ln(1 + e^−d) in a table: what adding two powers asks for, thousands of times a frame second. */
const TABLE_STEP = 1 / 64;
const TABLE = Float32Array.from({ length: 20 / TABLE_STEP + 1 }, (_, i) =>
  Math.log1p(Math.exp(-i * TABLE_STEP)),
);

/** ln(eᵃ + eᵇ), to a thousandth. */
export function addPowers(a: number, b: number): number {
  const distance = a > b ? a - b : b - a;
  const larger = a > b ? a : b;
  return larger + (TABLE[(distance / TABLE_STEP + 0.5) | 0] ?? 0);
}

/**
 * Time and frequency axis read at another scale, linearly between neighbours.
 * @param mel Frames × 40. @param speed > 1 is faster. @param stretch > 1 moves formants up.
 */
export function resample(mel: Float32Array, speed: number, stretch: number): Float32Array {
  const frames = mel.length / BANDS;
  const count = Math.max(1, Math.floor(frames / speed + ROUNDING));
  const { low, share } = stretchedBands(stretch);
  const result = new Float32Array(count * BANDS);
  for (let t = 0; t < count; t++) {
    const at = Math.min(frames - 1, t * speed);
    const first = Math.floor(at);
    const later = at - first;
    const a = first * BANDS;
    const b = Math.min(frames - 1, first + 1) * BANDS;
    for (let band = 0; band < BANDS; band++) {
      const i = low[band]!;
      const s = share[band]!;
      const before = mel[a + i]! + s * (mel[a + i + 1]! - mel[a + i]!);
      const after = mel[b + i]! + s * (mel[b + i + 1]! - mel[b + i]!);
      result[t * BANDS + band] = before + later * (after - before);
    }
  }
  return result;
}

/** Adds `gain` (natural log of power) to every value, in place; nothing falls below the floor 0. */
export function amplify(mel: Float32Array, gain: number): void {
  for (let i = 0; i < mel.length; i++) mel[i] = Math.max(0, mel[i]! + gain);
}

/** Mean over time of each band. */
function bandMeans(mel: Float32Array): Float64Array {
  const means = new Float64Array(BANDS);
  for (let i = 0; i < mel.length; i++) means[i % BANDS]! += mel[i]!;
  return means.map((sum) => (sum * BANDS) / mel.length);
}

/** Mean over the loudest bands: how loud a recording is, as one number. */
function loudness(mel: Float32Array): number {
  return Math.max(...bandMeans(mel));
}

/** Adds noise at a signal-to-noise ratio in dB, in place; the noise is read round and round from frame `start`. */
export function addNoise(
  mel: Float32Array,
  noise: Float32Array,
  snrDb: number,
  start: number,
): void {
  const gain = loudness(mel) - loudness(noise) - snrDb * DECIBEL;
  const offset = start * BANDS;
  for (let i = 0; i < mel.length; i++) {
    mel[i] = addPowers(mel[i]!, noise[(offset + i) % noise.length]! + gain);
  }
}

/** Steady noise whose spectrum falls or rises evenly over the bands. */
function tiltedNoise(random: Random): Float32Array {
  const tilt = between(random, -0.2, 0.05);
  return Float32Array.from(
    { length: 64 * BANDS },
    (_, i) => 10 + tilt * (i % BANDS) + 0.5 * random.normal(),
  );
}

/** Reverberation: every frame leaves a tail that falls by 60 dB in `seconds`, `wetDb` below the direct sound; in place. */
export function reverberate(mel: Float32Array, seconds: number, wetDb: number): void {
  const fall = (-60 * DECIBEL) / (seconds * 100);
  const entry = wetDb * DECIBEL;
  const tail = new Float32Array(BANDS).fill(-20);
  for (let at = 0; at < mel.length; at += BANDS) {
    for (let band = 0; band < BANDS; band++) {
      const direct = mel[at + band]!;
      mel[at + band] = addPowers(direct, tail[band]!);
      tail[band] = addPowers(tail[band]!, direct + entry) + fall;
    }
  }
}

/** Takes the bands above `hertz` away, in place: 40 dB below, at least the floor. */
export function narrow(mel: Float32Array, hertz: number): void {
  const first = Math.ceil((Math.log(1 + hertz / MEL_BREAK_HZ) / TOP_MEL) * (BANDS + 1) - 1);
  for (let i = 0; i < mel.length; i++) {
    if (i % BANDS >= first) mel[i] = Math.max(0, mel[i]! - 40 * DECIBEL);
  }
}

/** Sets drawn stretches of time and of bands to 0, which must be the mean; in place. */
export function mask(centred: Float32Array, options: AugmentOptions, random: Random): void {
  const frames = centred.length / BANDS;
  const { timeMasks, bandMasks } = options;
  for (let i = 0; i < timeMasks.count; i++) {
    const most = Math.min(timeMasks.maxFrames, Math.floor(frames * timeMasks.maxShare));
    const width = random.integer(most + 1);
    const start = random.integer(frames - width + 1);
    centred.fill(0, start * BANDS, (start + width) * BANDS);
  }
  for (let i = 0; i < bandMasks.count; i++) {
    const width = random.integer(bandMasks.maxBands + 1);
    const start = random.integer(BANDS - width + 1);
    for (let t = 0; t < frames; t++) {
      centred.fill(0, t * BANDS + start, t * BANDS + start + width);
    }
  }
}

/** What recordings are mixed with. */
export interface Surroundings {
  /** Log mel powers. */
  readonly noises: readonly Float32Array[];
  readonly rooms: readonly Room[];
}

/** Puts a recording into a room, in place. A run without measured rooms draws the same numbers as ever. */
function enterRoom(heard: Float32Array, rooms: readonly Room[], random: Random): void {
  if (rooms.length > 0 && random.next() < 0.5) {
    hearInRoom(heard, rooms[random.integer(rooms.length)]!);
  } else {
    reverberate(heard, between(random, 0.2, 0.8), between(random, -22, -10));
  }
}

/**
 * How fast a recording is heard this time; > 1 is faster.
 * @param mel Frames × 40. @param fewestFrames What must be left after speeding up.
 */
export function drawSpeed(
  mel: Float32Array,
  fewestFrames: number,
  { speed }: Pick<AugmentOptions, 'speed'>,
  random: Random,
): number {
  const drawn = between(random, 1 - speed, 1 + speed);
  return Math.max(0.5, Math.min(drawn, mel.length / BANDS / fewestFrames));
}

/**
 * Everything that happens to the sound, before normalisation; `mel` stays as it is.
 * @param mel Frames × 40. @param speed As drawn; > 1 is faster.
 */
export function vary(
  mel: Float32Array,
  speed: number,
  { noises, rooms }: Surroundings,
  options: AugmentOptions,
  random: Random,
): Float32Array {
  const stretch = speed * between(random, 1 - options.warp, 1 + options.warp);
  const heard = resample(mel, speed, stretch);
  if (random.next() < options.roomShare) enterRoom(heard, rooms, random);
  if (random.next() < options.noiseShare) {
    const choice = random.integer(noises.length + 1);
    const noise = noises[choice] ?? tiltedNoise(random);
    addNoise(heard, noise, between(random, ...options.snrDb), random.integer(noise.length / BANDS));
  }
  if (random.next() < options.narrowShare) narrow(heard, between(random, 3300, 6000));
  const { codecShare = 0 } = options;
  if (codecShare > 0 && random.next() < codecShare) throughChannel(heard, random);
  amplify(heard, between(random, -options.gainDb, options.gainDb) * DECIBEL);
  return heard;
}

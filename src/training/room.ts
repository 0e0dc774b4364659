/**
 * Measured impulse responses as rooms and devices, for log mel powers. A sound that comes again and again adds up in power
 * as long as the echoes do not happen to agree, so what a room does to the powers of a band is a convolution over frames
 * with the energy of its response in that band. Colour and decay are kept band by band; what is lost is the comb of single
 * early echoes within a frame.
 * @module
 */
import { readAudioFile } from '../audio/decode-file';
import { UserError } from '../base/errors';
import { COEFFICIENTS, FFT_SIZE, SAMPLE_RATE, SHIFT_SAMPLES } from '../features/definition';
import { SPECTRUM_BINS } from '../features/mel-bank';
import { fromPowers, overBank, toPowers } from './band-power';

/** A constant of this module: an imported one is looked up at every use where TypeScript runs unbundled. */
const BANDS = COEFFICIENTS;

/** A response cut off here is a long one; beyond, its energy is left out. 1.2 s. */
const MOST_FRAMES = 120;
/** The end of a response is left out once so little of its energy is left: 50 dB below all of it. */
const LEAST_ENERGY = 1e-5;
/** What comes before the direct sound is noise of the measurement, but for the slope of a filter: 1 ms. */
const BEFORE_SAMPLES = SAMPLE_RATE / 1000;

/** A response by its energy: frames × 40, what the sound of now leaves in each of the next frames; 1 in all on average. */
export interface Room {
  readonly name: string;
  readonly energy: Float32Array;
}

const COSINE = Float64Array.from({ length: FFT_SIZE }, (_, n) =>
  Math.cos((2 * Math.PI * n) / FFT_SIZE),
);
const SINE = Float64Array.from({ length: FFT_SIZE }, (_, n) =>
  Math.sin((2 * Math.PI * n) / FFT_SIZE),
);

/** Power spectrum of a piece of sound, by the sums that define it: responses are few, and this is done once. */
function powerSpectrum(piece: Float64Array): Float64Array {
  return Float64Array.from({ length: SPECTRUM_BINS }, (_, bin) => {
    let [cosine, sine] = [0, 0];
    for (let n = 0; n < piece.length; n++) {
      const angle = (n * bin) % FFT_SIZE;
      cosine += piece[n]! * COSINE[angle]!;
      sine += piece[n]! * SINE[angle]!;
    }
    return cosine * cosine + sine * sine;
  });
}

/**
 * The energy of a response in each band and frame. Pieces of 20 ms overlap by half, with windows whose squares add up to
 * 1, so that an echo between two frames is shared out between them.
 * @throws RangeError if there is nothing in it.
 */
export function roomOf(name: string, response: Int16Array): Room {
  let loudest = 0;
  for (let n = 1; n < response.length; n++) {
    if (Math.abs(response[n]!) > Math.abs(response[loudest]!)) loudest = n;
  }
  if (!response[loudest]) throw new RangeError(`Cannot use ${name} as a room as it is silent`);
  const frames = Math.min(MOST_FRAMES, Math.ceil((response.length - loudest) / SHIFT_SAMPLES) + 1);
  const weights = overBank(() => 1);
  const energy = new Float32Array(frames * BANDS);
  const sums: number[] = [];
  for (let frame = 0; frame < frames; frame++) {
    const centre = loudest + frame * SHIFT_SAMPLES;
    const piece = new Float64Array(2 * SHIFT_SAMPLES);
    for (let n = 0; n < piece.length; n++) {
      const at = centre + n - SHIFT_SAMPLES;
      if (at < loudest - BEFORE_SAMPLES) continue;
      // The first half of the first piece is not shared with a frame before it.
      const whole = frame === 0 && n < SHIFT_SAMPLES;
      const share = whole ? 1 : Math.sin((Math.PI * n) / piece.length);
      piece[n] = (response[at] ?? 0) * share;
    }
    const spectrum = powerSpectrum(piece);
    const bands = overBank((bin) => spectrum[bin]!);
    const gains = bands.map((sum, band) => sum / weights[band]!);
    energy.set(gains, frame * BANDS);
    sums.push(gains.reduce((sum, gain) => sum + gain, 0));
  }
  const total = sums.reduce((a, b) => a + b, 0);
  let kept = frames;
  for (let left = 0; kept > 1; kept--) {
    left += sums[kept - 1]!;
    if (left > LEAST_ENERGY * total) break;
  }
  const mean = total / BANDS;
  return { name, energy: energy.slice(0, kept * BANDS).map((e) => e / mean) };
}

/**
 * Reads impulse responses.
 * @throws UserError if one of them is missing, no audio, or silent.
 */
export async function readRooms(files: readonly string[]): Promise<Room[]> {
  const rooms: Room[] = [];
  for (const file of files) {
    const samples = await readAudioFile(file);
    if (!samples.some((value) => value !== 0)) {
      throw new UserError(`${file} is silent`, 'give impulse responses for rooms');
    }
    rooms.push(roomOf(file, samples));
  }
  return rooms;
}

/** Hears log mel powers, frames × 40, in a room; in place. What rings on after the end is cut off. */
export function hearInRoom(mel: Float32Array, { energy }: Room): void {
  toPowers(mel);
  const length = energy.length / BANDS;
  const frames = mel.length / BANDS;
  // A band after the other, the response backwards and the sound behind silence: rows that are walked side by side.
  const backwards = new Float64Array(length);
  const sound = new Float64Array(length - 1 + frames);
  for (let band = 0; band < BANDS; band++) {
    for (let t = 0; t < length; t++) backwards[length - 1 - t] = energy[t * BANDS + band]!;
    for (let t = 0; t < frames; t++) sound[length - 1 + t] = mel[t * BANDS + band]!;
    for (let t = 0; t < frames; t++) mel[t * BANDS + band] = product(backwards, sound, t);
  }
  fromPowers(mel);
}

/** Σ row[i] · sound[start + i], in four sums that do not wait for each other. */
function product(row: Float64Array, sound: Float64Array, start: number): number {
  let [a, b, c, d, i] = [0, 0, 0, 0, 0];
  for (; i + 3 < row.length; i += 4) {
    a += row[i]! * sound[start + i]!;
    b += row[i + 1]! * sound[start + i + 1]!;
    c += row[i + 2]! * sound[start + i + 2]!;
    d += row[i + 3]! * sound[start + i + 3]!;
  }
  for (; i < row.length; i++) a += row[i]! * sound[start + i]!;
  return a + b + c + d;
}

/**
 * Samples as WAV files write them, as fractions, averaged over the channels.
 * @module
 */
import type { SampleEncoding } from './wav-header';

/** All values of a block, fractions of full scale; each has its own loop, since this runs for every sample. */
type ReadValues = (bytes: Uint8Array) => Float32Array;

/** G.711's two tables, by their code. */
const A_LAW = Float32Array.from({ length: 256 }, (_, code) => decodeALaw(code));
const MU_LAW = Float32Array.from({ length: 256 }, (_, code) => decodeMuLaw(code));

const READ: Readonly<Record<SampleEncoding, ReadValues>> = {
  unsigned8: (bytes) => scaled(bytes, 128, 128),
  signed16: (bytes) => scaled(new Int16Array(aligned(bytes)), 0, 32_768),
  signed24: (bytes) => {
    const values = new Float32Array(bytes.length / 3);
    for (let i = 0, at = 0; i < values.length; i++, at += 3) {
      // Put at the top of 32 bits, so that the sign comes by itself.
      const high = (bytes[at + 2]! << 24) | (bytes[at + 1]! << 16) | (bytes[at]! << 8);
      values[i] = high / 2_147_483_648;
    }
    return values;
  },
  signed32: (bytes) => scaled(new Int32Array(aligned(bytes)), 0, 2_147_483_648),
  float32: (bytes) => limited(new Float32Array(aligned(bytes))),
  float64: (bytes) => limited(new Float64Array(aligned(bytes))),
  'a-law': (bytes) => lookedUp(bytes, A_LAW),
  'mu-law': (bytes) => lookedUp(bytes, MU_LAW),
};

/**
 * Decodes whole frames: one sample of each channel, side by side.
 * @param bytes A multiple of channels × bytes of a sample.
 * @returns One value a frame: the mean of its channels.
 */
export function decodeFrames(
  bytes: Uint8Array,
  encoding: SampleEncoding,
  channels: number,
): Float32Array {
  const values = READ[encoding](bytes);
  if (channels === 1) return values;
  const mean = new Float32Array(values.length / channels);
  for (let i = 0, at = 0; i < mean.length; i++) {
    let sum = 0;
    for (const end = at + channels; at < end; at++) sum += values[at]!;
    mean[i] = sum / channels;
  }
  return mean;
}

/** The same bytes where an array of numbers can begin. (Every machine that runs this is little-endian, as WAV is.) */
function aligned(bytes: Uint8Array): ArrayBuffer {
  // A Buffer's own slice would share its memory.
  const copy = new Uint8Array(bytes.length);
  copy.set(bytes);
  return copy.buffer;
}

function scaled(
  samples: Uint8Array | Int16Array | Int32Array,
  zero: number,
  fullScale: number,
): Float32Array {
  const values = new Float32Array(samples.length);
  for (let i = 0; i < values.length; i++) values[i] = (samples[i]! - zero) / fullScale;
  return values;
}

/** Floats within full scale: no infinity may reach a filter, where it would never end. */
function limited(samples: Float32Array | Float64Array): Float32Array {
  const values = new Float32Array(samples.length);
  for (let i = 0; i < values.length; i++) {
    const value = samples[i]!;
    values[i] = value > 1 ? 1 : value < -1 ? -1 : Number.isNaN(value) ? 0 : value;
  }
  return values;
}

function lookedUp(codes: Uint8Array, table: Float32Array): Float32Array {
  const values = new Float32Array(codes.length);
  for (let i = 0; i < values.length; i++) values[i] = table[codes[i]!]!;
  return values;
}

/** G.711 A-law: sign, three bits of exponent, four of mantissa, every other bit turned over. */
function decodeALaw(code: number): number {
  const bits = code ^ 0x55;
  const exponent = (bits >> 4) & 7;
  const mantissa = bits & 15;
  const magnitude = exponent === 0 ? 2 * mantissa + 1 : (2 * mantissa + 33) << (exponent - 1);
  return ((bits & 0x80 ? 1 : -1) * magnitude) / 4096;
}

/** G.711 mu-law: the same with a bias, and every bit turned over. */
function decodeMuLaw(code: number): number {
  const bits = ~code & 0xff;
  const exponent = (bits >> 4) & 7;
  const magnitude = ((2 * (bits & 15) + 33) << exponent) - 33;
  return (bits & 0x80 ? -magnitude : magnitude) / 8192;
}

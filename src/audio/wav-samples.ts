/**
 * Samples as WAV files write them, as fractions, averaged over the channels.
 * @module
 */
import { SAMPLE_BYTES, type SampleEncoding } from './wav-header';

type ReadSample = (view: DataView, position: number) => number;

/** G.711's two tables, by their code. */
const A_LAW = Float32Array.from({ length: 256 }, (_, code) => decodeALaw(code));
const MU_LAW = Float32Array.from({ length: 256 }, (_, code) => decodeMuLaw(code));

const READ: Readonly<Record<SampleEncoding, ReadSample>> = {
  unsigned8: (view, at) => (view.getUint8(at) - 128) / 128,
  signed16: (view, at) => view.getInt16(at, true) / 32_768,
  signed24: (view, at) => (view.getInt16(at + 1, true) * 256 + view.getUint8(at)) / 8_388_608,
  signed32: (view, at) => view.getInt32(at, true) / 2_147_483_648,
  float32: (view, at) => sane(view.getFloat32(at, true)),
  float64: (view, at) => sane(view.getFloat64(at, true)),
  'a-law': (view, at) => A_LAW[view.getUint8(at)]!,
  'mu-law': (view, at) => MU_LAW[view.getUint8(at)]!,
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
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const read = READ[encoding];
  const step = SAMPLE_BYTES[encoding];
  const mean = new Float32Array(bytes.length / (step * channels));
  let position = 0;
  for (let i = 0; i < mean.length; i++) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) {
      sum += read(view, position);
      position += step;
    }
    mean[i] = sum / channels;
  }
  return mean;
}

/** A float within full scale: no infinity may reach a filter, where it would never end. */
function sane(value: number): number {
  return value > 1 ? 1 : value < -1 ? -1 : Number.isNaN(value) ? 0 : value;
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
  return ((bits & 0x80 ? -1 : 1) * magnitude) / 8192;
}

/**
 * 16-bit floats (IEEE 754 binary16) for weights on disk.
 * @module
 */

const HALVES = 1 << 16;
const bits = new Uint32Array(1);
const float = new Float32Array(bits.buffer);

/** The nearest binary16 of a 32-bit float, ties to even; too large becomes infinite. */
export function toHalf(value: number): number {
  float[0] = value;
  const b = bits[0]!;
  const sign = (b >>> 16) & 0x8000;
  const exponent = ((b >>> 23) & 0xff) - 127 + 15;
  const mantissa = b & 0x7fffff;
  if (exponent >= 31) return sign | 0x7c00 | ((b & 0x7fffffff) > 0x7f800000 ? 0x200 : 0);
  if (exponent < -10) return sign;
  // Subnormal halves get their leading one explicitly and are shifted further.
  const full = exponent > 0 ? mantissa : mantissa | 0x800000;
  const shift = exponent > 0 ? 13 : 14 - exponent;
  const kept = (exponent > 0 ? exponent << 10 : 0) + (full >>> shift);
  const rest = full & ((1 << shift) - 1);
  const half = 1 << (shift - 1);
  return sign | (kept + (rest > half || (rest === half && (kept & 1) === 1) ? 1 : 0));
}

let all: Float32Array | undefined;

/** What each of the 65,536 halves stands for, made once: looking up is several times as fast as working it out. */
export function halfTable(): Float32Array {
  return (all ??= Float32Array.from({ length: HALVES }, (_, half) => fromHalf(half)));
}

/** The number that a binary16 stands for. */
export function fromHalf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 0x1f;
  const mantissa = half & 0x3ff;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  if (exponent === 31) return mantissa ? NaN : sign * Infinity;
  return sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
}

/**
 * Matrices in 8 bits: whole numbers from −127 to 127, times one scale for each column, so that the weights into one unit
 * share theirs. Symmetric: 0 stays 0.
 * @module
 */

/** Largest magnitude; −128 is left out, so that both signs reach as far. */
const LARGEST = 127;

/** R × C whole numbers and C scales; a number stands for itself times the scale of its column. */
export interface EightBitMatrix {
  readonly values: Int8Array;
  readonly scales: Float32Array;
}

/** The nearest 8-bit matrix. @param data R × C numbers. */
export function toEightBit(data: Float32Array, columns: number): EightBitMatrix {
  const scales = new Float32Array(columns);
  for (let i = 0; i < data.length; i++) {
    scales[i % columns] = Math.max(scales[i % columns]!, Math.abs(data[i]!) / LARGEST);
  }
  const values = Int8Array.from(data, (value, i) => {
    const scale = scales[i % columns]!;
    return scale === 0 ? 0 : Math.max(-LARGEST, Math.min(LARGEST, Math.round(value / scale)));
  });
  return { values, scales };
}

/** The numbers that an 8-bit matrix stands for. */
export function fromEightBit({ values, scales }: EightBitMatrix): Float32Array {
  return Float32Array.from(values, (value, i) => value * scales[i % scales.length]!);
}

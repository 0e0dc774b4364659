/**
 * 256 numbers that stand for many: each value is stored as the one byte of the nearest of them.
 * @module
 */

/** Entries of a code book. */
export const CODES = 256;
/** More values than these are judged by evenly spaced ones among them. */
const SAMPLE = 1 << 20;

/**
 * The means of 256 equally large parts of the sorted values, or the values themselves where there are few.
 * Zero is always kept exactly when it occurs.
 */
export function codeBookOf(values: Float32Array): Float32Array {
  const step = Math.max(1, Math.ceil(values.length / SAMPLE));
  const sorted = Float32Array.from(
    { length: Math.ceil(values.length / step) },
    (_, i) => values[i * step]!,
  );
  sorted.sort();
  const distinct = sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
  const book = new Float32Array(CODES);
  if (distinct.length <= CODES) {
    book.fill(distinct.at(-1) ?? 0);
    book.set(distinct);
    return book;
  }
  const other = sorted.filter((value) => value !== 0);
  const parts = other.length === sorted.length ? CODES : CODES - 1;
  for (let part = 0; part < parts; part++) {
    const from = Math.floor((part * other.length) / parts);
    const to = Math.max(from + 1, Math.floor(((part + 1) * other.length) / parts));
    let sum = 0;
    for (let i = from; i < to; i++) sum += other[i]!;
    book[part] = sum / (to - from);
  }
  return book.sort();
}

/** The byte of the nearest entry of a sorted code book for each value. */
export function encodeWith(book: Float32Array, values: Float32Array): Uint8Array {
  const codes = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    let low = 0;
    let high = CODES - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      // Between two entries the nearer one wins.
      if ((book[middle]! + book[middle + 1]!) / 2 < value) low = middle + 1;
      else high = middle;
    }
    codes[i] = low;
  }
  return codes;
}

/**
 * Whole numbers in as few bytes as they need: seven bits each, the last byte below 128 (LEB128).
 * @module
 */

/** Bytes of a number below 2^32. */
export function varintBytes(value: number): number {
  if (value < 0x80) return 1;
  if (value < 0x4000) return 2;
  if (value < 0x20_0000) return 3;
  return value < 0x1000_0000 ? 4 : 5;
}

/** Writes numbers one after the other; the array must be large enough. */
export class VarintWriter {
  at = 0;

  constructor(readonly bytes: Uint8Array) {}

  put(value: number): void {
    let rest = value;
    while (rest >= 0x80) {
      this.bytes[this.at++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.bytes[this.at++] = rest;
  }
}

/** Reads numbers; behind the end it reads zeros, and `at` tells. */
export class VarintReader {
  at = 0;

  constructor(readonly bytes: Uint8Array) {}

  next(): number {
    let byte = this.bytes[this.at++]!;
    if (byte < 0x80) return byte;
    let value = byte & 0x7f;
    for (let shift = 7; byte >= 0x80 && shift < 35; shift += 7) {
      byte = this.bytes[this.at++]!;
      value += (byte & 0x7f) * 2 ** shift;
    }
    return value;
  }

  /** Whether just all bytes have been read. */
  get isAtEnd(): boolean {
    return this.at === this.bytes.length;
  }
}

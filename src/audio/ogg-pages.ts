/**
 * Takes an Ogg container apart (RFC 3533): pages found and checked, packets put together across pages.
 * @module
 */

/** A page: the packets that end on it. */
export interface OggPage {
  readonly serial: number;
  /** First page of its stream. */
  readonly first: boolean;
  /** Last page of its stream. */
  readonly last: boolean;
  /** Position in the sound after this page, in units of the codec; −1 where no packet ends here. */
  readonly granule: number;
  readonly packets: readonly Uint8Array[];
}

const HEADER_BYTES = 27;
const CONTINUED = 1;
const FIRST = 2;
const LAST = 4;
/** Lacing value of a segment that goes on in the next one. */
const FULL_SEGMENT = 255;
/** No packet of sound is longer; pictures in comments are, and nobody wants them. */
const LONGEST_PACKET = 131_072;
/** The polynomial of Ogg's checksum, most significant bit first. */
const POLYNOMIAL = 0x04c11db7;

const CRC = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24;
  for (let bit = 0; bit < 8; bit++) {
    value = value & 0x80000000 ? (value << 1) ^ POLYNOMIAL : value << 1;
  }
  return value;
});

/** Reads pages from blocks of bytes cut anywhere. */
export class OggReader {
  private bytes: Buffer = Buffer.alloc(0);
  private readonly unfinished = new Map<number, Uint8Array[]>();
  /** Bytes that belonged to no good page. */
  skipped = 0;

  /** Takes the next bytes; returns the pages that are complete now. */
  accept(block: Buffer): OggPage[] {
    if (block.length > 0) {
      this.bytes = this.bytes.length === 0 ? block : Buffer.concat([this.bytes, block]);
    }
    const pages: OggPage[] = [];
    let position = 0;
    for (;;) {
      const start = this.bytes.indexOf('OggS', position, 'latin1');
      // The last three bytes may be the beginning of a mark.
      const from = start < 0 ? Math.max(position, this.bytes.length - 3) : start;
      this.skipped += from - position;
      position = from;
      if (start < 0) break;
      const length = pageLength(this.bytes, start);
      if (length === undefined || start + length > this.bytes.length) break;
      const page = this.bytes.subarray(start, start + length);
      if (isSound(page)) {
        pages.push(this.pageOf(page));
        position = start + length;
      } else {
        this.skipped++;
        position = start + 1;
      }
    }
    this.bytes = this.bytes.subarray(position);
    return pages;
  }

  /** Nothing more comes: what waits for the rest of a page is no page, but may hold some. */
  finish(): OggPage[] {
    const pages: OggPage[] = [];
    while (this.bytes.length > 0) {
      this.skipped++;
      this.bytes = this.bytes.subarray(1);
      if (this.bytes.length > 3) pages.push(...this.accept(Buffer.alloc(0)));
    }
    return pages;
  }

  private pageOf(page: Buffer): OggPage {
    const flags = page[5]!;
    const serial = page.readUInt32LE(14);
    return {
      serial,
      first: (flags & FIRST) !== 0,
      last: (flags & LAST) !== 0,
      granule: Number(page.readBigInt64LE(6)),
      packets: this.packetsOf(page, serial, (flags & CONTINUED) !== 0),
    };
  }

  private packetsOf(page: Buffer, serial: number, continued: boolean): Uint8Array[] {
    const segments = page[26]!;
    const packets: Uint8Array[] = [];
    let parts = continued ? this.unfinished.get(serial) : [];
    let position = HEADER_BYTES + segments;
    let start = position;
    for (let i = 0; i < segments; i++) {
      const lacing = page[HEADER_BYTES + i]!;
      position += lacing;
      if (lacing === FULL_SEGMENT) continue;
      // A packet whose beginning was lost is no packet.
      if (parts !== undefined) packets.push(joined([...parts, page.subarray(start, position)]));
      parts = [];
      start = position;
    }
    if (start < position) parts?.push(page.subarray(start, position));
    if (parts === undefined || lengthOf(parts) > LONGEST_PACKET) this.unfinished.delete(serial);
    else this.unfinished.set(serial, parts);
    return packets;
  }
}

/** Bytes of the page at `start`; `undefined` while too little of it is there to know. */
function pageLength(bytes: Buffer, start: number): number | undefined {
  if (bytes.length - start < HEADER_BYTES) return undefined;
  const segments = bytes[start + 26]!;
  if (bytes.length - start < HEADER_BYTES + segments) return undefined;
  let length = HEADER_BYTES + segments;
  for (let i = 0; i < segments; i++) length += bytes[start + HEADER_BYTES + i]!;
  return length;
}

/** Whether version and checksum are right. */
function isSound(page: Buffer): boolean {
  if (page[4] !== 0) return false;
  const stated = page.readUInt32LE(22);
  let crc = 0;
  for (let i = 0; i < page.length; i++) {
    const byte = i >= 22 && i < 26 ? 0 : page[i]!;
    crc = (crc << 8) ^ CRC[((crc >>> 24) ^ byte) & 0xff]!;
  }
  return crc >>> 0 === stated;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
}

function lengthOf(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0);
}

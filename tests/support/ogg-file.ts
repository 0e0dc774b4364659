/**
 * Ogg pages byte by byte.
 * @module
 */

/** What a page holds. */
export interface PageContent {
  readonly packets: readonly Buffer[];
  /** The last packet goes on in the next page; its length is a multiple of 255. */
  readonly unfinished?: boolean;
  /** The first packet began on the page before. */
  readonly continued?: boolean;
  readonly first?: boolean;
  readonly last?: boolean;
  readonly granule?: bigint;
  readonly serial?: number;
  readonly sequence?: number;
}

/** A page with the right checksum. */
export function oggPage(content: PageContent): Buffer {
  const { packets, unfinished = false, continued = false, first = false, last = false } = content;
  const { granule = 0n, serial = 1, sequence = 0 } = content;
  const lacing = packets.flatMap(({ length }, i) => {
    const full = Array<number>(Math.floor(length / 255)).fill(255);
    return unfinished && i === packets.length - 1 ? full : [...full, length % 255];
  });
  const head = Buffer.alloc(27 + lacing.length);
  head.write('OggS', 0, 'latin1');
  head[5] = Number(continued) + 2 * Number(first) + 4 * Number(last);
  head.writeBigInt64LE(granule, 6);
  head.writeUInt32LE(serial, 14);
  head.writeUInt32LE(sequence, 18);
  head[26] = lacing.length;
  head.set(lacing, 27);
  const page = Buffer.concat([head, ...packets]);
  page.writeUInt32LE(checksum(page), 22);
  return page;
}

/** Ogg's checksum, bit by bit as RFC 3533 says. */
function checksum(page: Buffer): number {
  let crc = 0;
  for (const byte of page) {
    crc ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) crc = crc < 0 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  }
  return crc >>> 0;
}

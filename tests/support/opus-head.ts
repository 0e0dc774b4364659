/**
 * Heads of Opus streams byte by byte (RFC 7845, 5.1).
 * @module
 */

/** What a head says; one channel, nothing to skip, no gain by default. */
export interface HeadContent {
  readonly version?: number;
  readonly channels?: number;
  readonly preSkip?: number;
  /** In 1/256 dB. */
  readonly gain?: number;
  readonly family?: number;
  /** Streams, pairs, and the stream of each channel: with families other than 0. */
  readonly table?: readonly number[];
}

/** The packet. */
export function opusHead(content: HeadContent = {}): Buffer {
  const { version = 1, channels = 1, preSkip = 0, gain = 0, family = 0, table = [] } = content;
  const head = Buffer.alloc(19);
  head.write('OpusHead', 0, 'latin1');
  head[8] = version;
  head[9] = channels;
  head.writeUInt16LE(preSkip, 10);
  head.writeUInt32LE(48_000, 12);
  head.writeInt16LE(gain, 16);
  head[18] = family;
  return Buffer.concat([head, Buffer.from(table)]);
}

/**
 * The first packet of an Opus stream (RFC 7845, 5.1): how many channels there are and what to leave out.
 * @module
 */

/** What the decoder has to know. */
export interface OpusHead {
  readonly channels: number;
  /** Samples at 48 kHz to leave out at the beginning, while the decoder settles. */
  readonly preSkip: number;
  /** Factor on the decoded samples. */
  readonly gain: number;
  readonly streamCount: number;
  readonly coupledStreamCount: number;
  readonly channelMappingTable: number[];
}

const SHORT_HEAD = 19;
const SILENT = 255;
/** The gain is in 1/256 dB. */
const GAIN_STEPS = 256;

/** Whether a packet is an Opus head. */
export function isOpusHead(packet: Uint8Array): boolean {
  return Buffer.from(packet.buffer, packet.byteOffset, Math.min(8, packet.length)).equals(
    Buffer.from('OpusHead', 'latin1'),
  );
}

/** Reads the head; `undefined` if it is broken or of a later version. */
export function parseOpusHead(packet: Uint8Array): OpusHead | undefined {
  const bytes = Buffer.from(packet.buffer, packet.byteOffset, packet.length);
  if (!isOpusHead(packet) || bytes.length < SHORT_HEAD || bytes[8]! > 15) return undefined;
  const channels = bytes[9]!;
  const family = bytes[18]!;
  const common = {
    channels,
    preSkip: bytes.readUInt16LE(10),
    gain: 10 ** (bytes.readInt16LE(16) / GAIN_STEPS / 20),
  };
  if (channels === 0) return undefined;
  if (family === 0) {
    if (channels > 2) return undefined;
    const coupledStreamCount = channels - 1;
    const channelMappingTable = channels === 2 ? [0, 1] : [0];
    return { ...common, streamCount: 1, coupledStreamCount, channelMappingTable };
  }
  if (bytes.length < SHORT_HEAD + 2 + channels) return undefined;
  const streamCount = bytes[19]!;
  const coupledStreamCount = bytes[20]!;
  if (streamCount === 0 || coupledStreamCount > streamCount) return undefined;
  const channelMappingTable = [...bytes.subarray(21, 21 + channels)];
  // 255 is a channel of silence; any other number must be a channel that is decoded.
  const decoded = streamCount + coupledStreamCount;
  if (channelMappingTable.some((source) => source !== SILENT && source >= decoded)) {
    return undefined;
  }
  return { ...common, streamCount, coupledStreamCount, channelMappingTable };
}

/**
 * The four bytes that every frame of MPEG audio begins with: enough to tell an MP3 file from anything else.
 * @module
 */

/** What the head of a frame says. */
export interface Mp3Frame {
  /** Samples a second. */
  readonly sampleRate: number;
  /** Bytes to the next frame. */
  readonly length: number;
}

/** kbit/s by layer (1–3) and index, for MPEG 1 and for MPEG 2 and 2.5. */
const RATES_1 = [
  [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
];
const LOW_RATES = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const RATES_2 = [
  [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  LOW_RATES,
  LOW_RATES,
];
const SAMPLE_RATES = [44_100, 48_000, 32_000];

/** Reads the head of a frame at `position`; `undefined` if there is none. */
export function parseMp3Frame(bytes: Buffer, position: number): Mp3Frame | undefined {
  if (position + 4 > bytes.length) return undefined;
  const head = bytes.readUInt32BE(position);
  if (head >>> 21 !== 0x7ff) return undefined;
  const version = (head >>> 19) & 3; // 0: MPEG 2.5, 1: reserved, 2: MPEG 2, 3: MPEG 1
  const layer = 4 - ((head >>> 17) & 3); // 4: reserved
  const base = SAMPLE_RATES[(head >>> 10) & 3];
  if (version === 1 || layer === 4 || base === undefined) return undefined;
  const kilobits = (version === 3 ? RATES_1 : RATES_2)[layer - 1]?.[(head >>> 12) & 15];
  // Rate 0 is "any": its frames have no length that could be checked.
  if (kilobits === undefined || kilobits === 0) return undefined;
  const sampleRate = version === 3 ? base : version === 2 ? base / 2 : base / 4;
  const padding = (head >>> 9) & 1;
  const bits = kilobits * 1000;
  if (layer === 1) {
    return { sampleRate, length: (Math.floor((12 * bits) / sampleRate) + padding) * 4 };
  }
  const samples = layer === 3 && version !== 3 ? 72 : 144;
  return { sampleRate, length: Math.floor((samples * bits) / sampleRate) + padding };
}

/** Finds the first frame that is followed by another one of the same rate. */
export function findMp3Frame(bytes: Buffer): Mp3Frame | undefined {
  for (let position = 0; position + 4 <= bytes.length; position++) {
    const frame = parseMp3Frame(bytes, position);
    if (frame === undefined) continue;
    const next = position + frame.length;
    const isLast = next === bytes.length;
    if (isLast || parseMp3Frame(bytes, next)?.sampleRate === frame.sampleRate) return frame;
  }
  return undefined;
}

/**
 * The header of WAV files: RIFF, RF64 and BW64, with whatever chunks around the sound. Nothing in it is believed
 * without a check.
 * @module
 */
import { UserError } from '../base/errors';
import type { FileBytes } from './file-bytes';

/** How one sample is written down; all little-endian. */
export type SampleEncoding =
  'unsigned8' | 'signed16' | 'signed24' | 'signed32' | 'float32' | 'float64' | 'a-law' | 'mu-law';

/** Bytes of a sample. */
export const SAMPLE_BYTES: Readonly<Record<SampleEncoding, number>> = {
  unsigned8: 1,
  signed16: 2,
  signed24: 3,
  signed32: 4,
  float32: 4,
  float64: 8,
  'a-law': 1,
  'mu-law': 1,
};

/** What a WAV file holds, and where. */
export interface WavHeader {
  readonly sampleRate: number;
  readonly channels: number;
  /** `undefined` for a codec that only ffmpeg knows. */
  readonly encoding: SampleEncoding | undefined;
  /** Position of the first byte of sound. */
  readonly start: number;
  /** Position behind the last one, within the file. */
  readonly end: number;
  /** Bytes of sound that the header speaks of and the file does not have. */
  readonly missing: number;
}

const PCM = 1;
const FLOAT = 3;
const A_LAW = 6;
const MU_LAW = 7;
const EXTENSIBLE = 0xfffe;
/** Sizes that mean "not known when the header was written": RF64, and recorders that were never closed. */
const UNKNOWN_SIZE = 0xffffffff;
/** Programs that write into a pipe pretend that nearly 2 or 4 GiB will follow. */
const LEAST_PRETENDED_SIZE = 0x7fff0000;
/** A file with more chunks than this before the sound is no recording. */
const MOST_CHUNKS = 10_000;
/** The longest part of a format or size chunk that anybody reads. */
const CHUNK_HEAD = 48;

/** Whether a file that begins with `bytes` is of the WAV family. */
export function isWav(bytes: Buffer): boolean {
  const form = bytes.toString('latin1', 0, 4);
  return (
    (form === 'RIFF' || form === 'RF64' || form === 'BW64') &&
    bytes.toString('latin1', 8, 12) === 'WAVE'
  );
}

interface Chunk {
  readonly id: string;
  /** As stated. */
  readonly size: number;
  /** Position of its content. */
  readonly start: number;
}

/**
 * Reads the header.
 * @throws UserError if it is broken.
 */
export async function readWavHeader(file: FileBytes): Promise<WavHeader> {
  let format: Buffer | undefined;
  let data: Chunk | undefined;
  let longSize: number | undefined;
  let position = 12;
  for (let count = 0; count < MOST_CHUNKS && !(format && data); count++) {
    const chunk = await chunkAt(file, position);
    if (chunk === undefined) break;
    const { id, start } = chunk;
    let { size } = chunk;
    if (id === 'fmt ') format = await file.read(start, Math.min(size, CHUNK_HEAD));
    if (id === 'ds64') longSize = longDataSize(await file.read(start, Math.min(size, CHUNK_HEAD)));
    if (id === 'data') {
      if (size === UNKNOWN_SIZE && longSize !== undefined) size = longSize;
      data = { ...chunk, size };
    }
    position = start + size + (size % 2);
  }
  if (format === undefined) throw broken(file, 'says nothing about its format');
  if (data === undefined) throw broken(file, 'holds no sound');
  return { ...parseFormat(file, format), ...(await extentOf(file, data)) };
}

async function chunkAt(file: FileBytes, position: number): Promise<Chunk | undefined> {
  if (position + 8 > file.size) return undefined;
  const head = await file.read(position, 8);
  if (head.length < 8) return undefined;
  const id = head.toString('latin1', 0, 4);
  return { id, size: head.readUInt32LE(4), start: position + 8 };
}

/** The size of the sound in an RF64 file. */
function longDataSize(chunk: Buffer): number | undefined {
  return chunk.length < 16 ? undefined : Number(chunk.readBigUInt64LE(8));
}

/** Where the sound really is: what the header says, as far as the file goes. */
async function extentOf(
  file: FileBytes,
  { start, size }: Chunk,
): Promise<Pick<WavHeader, 'start' | 'end' | 'missing'>> {
  const there = file.size - start;
  // Recorders that cannot go back, or were cut off, leave 0 or the largest number: then all that follows is sound.
  if (size === 0) {
    const follows = await chunkAt(file, start);
    const isChunk = follows !== undefined && /^[A-Za-z][A-Za-z0-9 _]{3}$/.test(follows.id);
    return { start, end: isChunk ? start : file.size, missing: 0 };
  }
  const open = size >= LEAST_PRETENDED_SIZE && size > there;
  const missing = open ? 0 : Math.max(0, size - there);
  return { start, end: start + Math.min(size, there), missing };
}

function parseFormat(
  file: FileBytes,
  chunk: Buffer,
): Pick<WavHeader, 'sampleRate' | 'channels' | 'encoding'> {
  if (chunk.length < 16) throw broken(file, 'is cut off in its header');
  const channels = chunk.readUInt16LE(2);
  const sampleRate = chunk.readUInt32LE(4);
  const bits = chunk.readUInt16LE(14);
  if (channels === 0) throw broken(file, 'has 0 channels');
  let tag = chunk.readUInt16LE(0);
  if (tag === EXTENSIBLE) {
    if (chunk.length < 26) throw broken(file, 'is cut off in its header');
    tag = chunk.readUInt16LE(24);
  }
  return {
    channels,
    sampleRate,
    encoding: encodingOf(tag, bits, chunk.readUInt16LE(12) / channels),
  };
}

/**
 * @param bits Of a sample, as stated.
 * @param container Bytes of a sample, as the block alignment says: where it makes sense it counts, since 20 bits can
 *   stand in 3 bytes or in 4.
 */
function encodingOf(tag: number, bits: number, container: number): SampleEncoding | undefined {
  const least = Math.ceil(bits / 8);
  const bytes = Number.isInteger(container) && container >= least ? container : least;
  switch (tag) {
    case PCM:
      return ([undefined, 'unsigned8', 'signed16', 'signed24', 'signed32'] as const)[bytes];
    case FLOAT:
      return bytes === 4 ? 'float32' : bytes === 8 ? 'float64' : undefined;
    case A_LAW:
      return 'a-law';
    case MU_LAW:
      return 'mu-law';
    default:
      return undefined;
  }
}

function broken(file: FileBytes, what: string): UserError {
  return new UserError(`${file.path} ${what}`, 'record, convert or copy it again');
}

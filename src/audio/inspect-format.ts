/**
 * Finds out what a file is, from its content alone, and hands it to the decoder of that format.
 * @module
 */
import { UserError } from '../base/errors';
import { decodeWithFfmpeg } from './ffmpeg';
import type { FileBytes } from './file-bytes';
import { inspectFlac } from './flac';
import type { MonoStream } from './mono-stream';
import { mp3Stream } from './mp3';
import { findMp3Frame } from './mp3-frame';
import { inspectOpus } from './opus';
import { inspectWav } from './wav';
import { isWav } from './wav-header';

/** Enough for two frames of MP3 behind some garbage. */
const HEAD_BYTES = 16_384;

/** Formats that ffmpeg decodes for us: position of a mark, the mark, the name. */
const FOREIGN: readonly (readonly [at: number, mark: string, format: string])[] = [
  [4, 'ftyp', 'M4A or MP4'],
  [0, '\x1aE\xdf\xa3', 'WebM or Matroska'],
  [8, 'AIFF', 'AIFF'],
  [8, 'AIFC', 'AIFF'],
  [8, 'AVI ', 'AVI'],
  [0, '.snd', 'AU'],
  [0, 'caff', 'CAF'],
  [0, '#!AMR', 'AMR'],
  [0, 'RIFX', 'big-endian WAV'],
  [0, '\x30\x26\xb2\x75', 'WMA'],
  [0, 'wvpk', 'WavPack'],
  [0, 'MAC ', "Monkey's Audio"],
  [0, '\xff\xf1', 'AAC'],
  [0, '\xff\xf9', 'AAC'],
];

/** Codecs in an Ogg container that ffmpeg decodes for us, by the beginning of their first packet. */
const FOREIGN_OGG: readonly (readonly [mark: string, format: string])[] = [
  ['\x01vorbis', 'Ogg Vorbis'],
  ['\x7fFLAC', 'Ogg FLAC'],
  ['Speex', 'Ogg Speex'],
  ['', 'Ogg with an unknown codec'],
];

/**
 * Understands the header of any supported file.
 * @throws UserError if it is broken.
 */
export async function inspectFormat(file: FileBytes): Promise<MonoStream> {
  const start = await endOfTags(file);
  const head = await file.read(start, HEAD_BYTES);
  const text = head.toString('latin1', 0, 512);
  if (head.length === 0) {
    throw new UserError(`${file.path} holds nothing but tags`, 'copy it again');
  }
  if (start === 0 && isWav(head)) return inspectWav(file);
  if (text.startsWith('fLaC')) return inspectFlac(file, start);
  if (text.startsWith('OggS')) return inspectOgg(file, head);
  const foreign = FOREIGN.find(([at, mark]) => text.startsWith(mark, at));
  if (foreign !== undefined) return decodeWithFfmpeg(foreign[2]);
  const frame = findMp3Frame(head);
  if (frame !== undefined) return mp3Stream(start, frame.sampleRate);
  return decodeWithFfmpeg(undefined);
}

/** What the first packet is, right behind the head of the first page. */
async function inspectOgg(file: FileBytes, head: Buffer): Promise<MonoStream> {
  const segments = head[26] ?? 0;
  const packet = head.toString('latin1', 27 + segments, 27 + segments + 8);
  if (packet === 'OpusHead') return inspectOpus(file);
  return decodeWithFfmpeg(FOREIGN_OGG.find(([mark]) => packet.startsWith(mark))?.[1]);
}

/** Position behind ID3 tags, of which MP3 files have one, and FLAC files sometimes too. */
async function endOfTags(file: FileBytes): Promise<number> {
  let position = 0;
  for (;;) {
    const head = await file.read(position, 10);
    if (head.length < 10 || head.toString('latin1', 0, 3) !== 'ID3') return position;
    // Four times seven bits, and a second head at the end where a flag says so.
    const size = head.subarray(6, 10).reduce((sum, byte) => sum * 128 + (byte & 0x7f), 0);
    position += 10 + size + (head[5]! & 0x10 ? 10 : 0);
  }
}

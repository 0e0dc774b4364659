/**
 * FLAC files, decoded by libFLAC (WebAssembly) a block at a time.
 * @module
 */
import { UserError } from '../base/errors';
import type { FileBytes } from './file-bytes';
import { meanOf, type MonoStream } from './mono-stream';
import { quietly } from './quietly';

/** The mark, the head of the first block, and its content up to the number of samples. */
const HEADER_BYTES = 26;

/**
 * Understands the header.
 * @param start Position of the mark `fLaC`, behind any tag.
 * @throws UserError if it is broken.
 */
export async function inspectFlac(file: FileBytes, start: number): Promise<MonoStream> {
  const bytes = await file.read(start, HEADER_BYTES);
  if (bytes.length < HEADER_BYTES || (bytes[4]! & 0x7f) !== 0) {
    throw new UserError(`${file.path} has a broken FLAC header`, 'convert or copy it again');
  }
  // 20 bits of rate, 3 of channels, 5 of depth, 36 of samples.
  const sampleRate = bytes.readUIntBE(18, 3) >>> 4;
  const length = (bytes[21]! & 15) * 2 ** 32 + bytes.readUInt32BE(22);
  return {
    sampleRate,
    length: length === 0 ? undefined : length,
    decode: (again, warn) => decodeFlac(again, start, length, warn),
  };
}

async function* decodeFlac(
  file: FileBytes,
  start: number,
  length: number,
  warn: (warning: string) => void,
): AsyncGenerator<Float32Array> {
  const { FLACDecoder } = await import('@wasm-audio-decoders/flac');
  let decoder = new FLACDecoder();
  await decoder.ready;
  let decoded = 0;
  let errors = 0;
  /** Decodes, or on damage that the decoder does not survive goes on with a new one. */
  const take = async (decode: () => Promise<FlacAudio>): Promise<Float32Array> => {
    try {
      // It is called asynchronous, but decodes before it returns.
      const audio = await quietly(decode);
      errors += audio.errors.length;
      decoded += audio.samplesDecoded;
      return meanOf(audio.channelData);
    } catch {
      errors++;
      decoder = new FLACDecoder();
      await decoder.ready;
      return new Float32Array(0);
    }
  };
  try {
    for await (const block of file.blocks(start)) {
      const samples = await take(() => decoder.decode(block));
      if (samples.length > 0) yield samples;
    }
    const samples = await take(() => decoder.flush());
    if (samples.length > 0) yield samples;
  } finally {
    decoder.free();
  }
  if (errors > 0) warn(`${errors} damaged parts were left out`);
  if (decoded < length) {
    warn(`the file holds ${decoded} of ${length} samples: the rest is damaged or cut off`);
  }
}

interface FlacAudio {
  readonly channelData: Float32Array[];
  readonly samplesDecoded: number;
  readonly errors: readonly unknown[];
}

/**
 * MP3 files, decoded by mpg123 (WebAssembly) a block at a time.
 * @module
 */
import type { FileBytes } from './file-bytes';
import { meanOf, type MonoStream } from './mono-stream';
import { quietly } from './quietly';

/**
 * A file whose first frame is known.
 * @param start Position behind any tag.
 */
export function mp3Stream(start: number, sampleRate: number): MonoStream {
  return {
    sampleRate,
    length: undefined,
    decode: (file, warn) => decodeMp3(file, start, sampleRate, warn),
  };
}

async function* decodeMp3(
  file: FileBytes,
  start: number,
  sampleRate: number,
  warn: (warning: string) => void,
): AsyncGenerator<Float32Array> {
  const { MPEGDecoder } = await import('mpg123-decoder');
  let decoder = new MPEGDecoder();
  await decoder.ready;
  try {
    for await (const block of file.blocks(start)) {
      const audio = decodeBlock(decoder, block);
      if (audio === undefined || audio.errors.length > 0) warn('damaged parts were left out');
      if (audio === undefined) {
        decoder = new MPEGDecoder();
        await decoder.ready;
        continue;
      }
      if (audio.samplesDecoded === 0) continue;
      if (audio.sampleRate !== sampleRate) {
        warn(`the rate changes to ${audio.sampleRate} within the file: what follows is left out`);
        return;
      }
      yield meanOf(audio.channelData);
    }
  } finally {
    decoder.free();
  }
}

interface Mp3Audio {
  readonly channelData: Float32Array[];
  readonly samplesDecoded: number;
  readonly sampleRate: number;
  readonly errors: readonly unknown[];
}

/** `undefined` when the decoder goes round in circles over broken data, or gives up: it needs to be replaced. */
function decodeBlock(
  decoder: { decode(data: Uint8Array): Mp3Audio },
  block: Uint8Array,
): Mp3Audio | undefined {
  try {
    return quietly(() => decoder.decode(block));
  } catch {
    return undefined;
  }
}

/**
 * WAV files of any size.
 * @module
 */
import { decodeWithFfmpeg } from './ffmpeg';
import type { FileBytes } from './file-bytes';
import type { MonoStream } from './mono-stream';
import { readWavHeader, SAMPLE_BYTES, type SampleEncoding, type WavHeader } from './wav-header';
import { decodeFrames } from './wav-samples';

/**
 * Understands the header.
 * @throws UserError if it is broken.
 */
export async function inspectWav(file: FileBytes): Promise<MonoStream> {
  const header = await readWavHeader(file);
  const { encoding, channels, sampleRate } = header;
  if (encoding === undefined) return decodeWithFfmpeg('WAV with a codec of its own');
  const frameBytes = SAMPLE_BYTES[encoding] * channels;
  return {
    sampleRate,
    length: Math.floor((header.end - header.start) / frameBytes),
    decode: (again, warn) => decodeWav(again, { ...header, encoding }, frameBytes, warn),
  };
}

async function* decodeWav(
  file: FileBytes,
  header: WavHeader & { readonly encoding: SampleEncoding },
  frameBytes: number,
  warn: (warning: string) => void,
): AsyncGenerator<Float32Array> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const block of file.blocks(header.start, header.end)) {
    const bytes = rest.length === 0 ? block : Buffer.concat([rest, block]);
    const whole = bytes.length - (bytes.length % frameBytes);
    rest = bytes.subarray(whole);
    if (whole > 0) {
      yield decodeFrames(bytes.subarray(0, whole), header.encoding, header.channels);
    }
  }
  if (header.missing > 0) {
    const seconds = (bytes: number): string => (bytes / frameBytes / header.sampleRate).toFixed(1);
    const there = header.end - header.start;
    warn(`the file ends after ${seconds(there)} s of ${seconds(there + header.missing)} s`);
  } else if (rest.length > 0) {
    warn('the file ends in the middle of a sample');
  }
}

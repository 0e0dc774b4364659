/**
 * Audio files of any format, rate and channel count as 16 kHz mono, in constant memory.
 * @module
 */
import { UserError } from '../base/errors';
import { FileBytes } from './file-bytes';
import { inspectFormat } from './inspect-format';
import type { MonoStream } from './mono-stream';
import { Resampler } from './resampler';
import { SAMPLE_RATE, toInt16 } from './sampling';

/** Rates that sound is recorded at; outside of them a header is broken. */
const LOWEST_RATE = 2_000;
const HIGHEST_RATE = 768_000;

/** A recording that can be read, once or again. */
export interface AudioSource {
  /** Seconds, as far as the file says so before it is decoded. */
  readonly duration: number | undefined;
  /** What is wrong with the file though it could be read; complete when `blocks` has ended. */
  readonly warnings: readonly string[];
  /**
   * Decodes the file from its beginning: 16 kHz mono, blocks of any length.
   * @throws UserError if there is no sound in it.
   */
  blocks(): AsyncIterable<Int16Array>;
}

/**
 * Opens a file and understands its header; its format is found from its content, not from its name.
 * @throws UserError if it is missing, empty, no audio, or of a kind that needs ffmpeg where that is not installed.
 */
export async function openAudioFile(path: string): Promise<AudioSource> {
  const file = await FileBytes.open(path);
  let stream: MonoStream;
  try {
    stream = await inspectFormat(file);
  } finally {
    await file.close();
  }
  const { sampleRate, length } = stream;
  if (!(sampleRate >= LOWEST_RATE && sampleRate <= HIGHEST_RATE)) {
    throw new UserError(
      `${path} says that it has ${sampleRate} samples a second`,
      `record or convert it again, with ${LOWEST_RATE} to ${HIGHEST_RATE}`,
    );
  }
  const warnings = new Set<string>();
  return {
    duration: length === undefined ? undefined : length / sampleRate,
    get warnings() {
      return [...warnings];
    },
    blocks: () => blocksOf(path, stream, (warning) => warnings.add(warning)),
  };
}

/**
 * Decodes a whole file: 16 kHz mono.
 * @throws UserError as {@link openAudioFile} does.
 */
export async function readAudioFile(path: string): Promise<Int16Array> {
  const source = await openAudioFile(path);
  const blocks: Int16Array[] = [];
  let length = 0;
  for await (const block of source.blocks()) {
    blocks.push(block);
    length += block.length;
  }
  const samples = new Int16Array(length);
  let filled = 0;
  for (const block of blocks) {
    samples.set(block, filled);
    filled += block.length;
  }
  return samples;
}

async function* blocksOf(
  path: string,
  stream: MonoStream,
  warn: (warning: string) => void,
): AsyncGenerator<Int16Array> {
  const file = await FileBytes.open(path);
  const resampler =
    stream.sampleRate === SAMPLE_RATE ? undefined : new Resampler(stream.sampleRate, SAMPLE_RATE);
  let empty = true;
  try {
    for await (const block of stream.decode(file, warn)) {
      const samples = toInt16(resampler === undefined ? block : resampler.accept(block));
      if (samples.length === 0) continue;
      empty = false;
      yield samples;
    }
    const rest = toInt16(resampler?.finish() ?? new Float32Array(0));
    if (rest.length > 0) yield rest;
    else if (empty) throw new UserError(`${path} holds no sound`, 'record or convert it again');
  } finally {
    await file.close();
  }
}

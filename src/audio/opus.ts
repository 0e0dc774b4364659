/**
 * Ogg Opus files, decoded straight to 16 kHz by libopus (WebAssembly).
 *
 * The container is taken apart here, which makes decoding constant in memory, sturdy against broken files, and
 * half as expensive as with the package's own reader.
 * @module
 */
import type { OpusDecoder } from 'opus-decoder' with { 'resolution-mode': 'import' };
import { UserError } from '../base/errors';
import type { FileBytes } from './file-bytes';
import { meanOf, type MonoStream } from './mono-stream';
import { OggReader, type OggPage } from './ogg-pages';
import { isOpusHead, parseOpusHead, type OpusHead } from './opus-head';
import { quietly } from './quietly';
import { SAMPLE_RATE } from './sampling';

/** Granule positions and pre-skip count at this rate, whatever the sound's own. */
const GRANULE_RATE = 48_000;
const GRANULES_PER_SAMPLE = GRANULE_RATE / SAMPLE_RATE;
/** The last page of a file is in its last so many bytes: no page is longer. */
const TAIL_BYTES = 65_536 + 512;

type Decoder = OpusDecoder<typeof SAMPLE_RATE>;

/** Decoders of one channel that nobody uses just now: to make one costs as much as to decode a second of speech. */
const idle: Decoder[] = [];
const MOST_IDLE = 4;

/**
 * Understands the header.
 * @throws UserError if it is broken.
 */
export async function inspectOpus(file: FileBytes): Promise<MonoStream> {
  const [page] = new OggReader().accept(await file.read(0, TAIL_BYTES));
  const head = page?.packets[0] && parseOpusHead(page.packets[0]);
  if (page === undefined || head === undefined) {
    throw new UserError(`${file.path} has a broken Opus header`, 'convert or copy it again');
  }
  const tail = new OggReader().accept(
    await file.read(Math.max(0, file.size - TAIL_BYTES), TAIL_BYTES),
  );
  const end = tail.filter(({ serial, granule }) => serial === page.serial && granule >= 0).at(-1);
  return {
    sampleRate: SAMPLE_RATE,
    length:
      end === undefined
        ? undefined
        : Math.max(0, Math.round((end.granule - head.preSkip) / GRANULES_PER_SAMPLE)),
    decode: decodeOpus,
  };
}

async function* decodeOpus(
  file: FileBytes,
  warn: (warning: string) => void,
): AsyncGenerator<Float32Array> {
  const reader = new OggReader();
  let link: Link | undefined;
  try {
    for await (const pages of pagesOf(reader, file)) {
      for (const page of pages) {
        const [first] = page.packets;
        if (page.first && first !== undefined && isOpusHead(first)) {
          link?.release();
          link = undefined;
          link = await Link.open(page.serial, first, warn);
        } else if (link?.serial === page.serial) {
          const samples = link.decode(page);
          if (samples.length > 0) yield samples;
        }
      }
    }
  } finally {
    link?.release();
  }
  if (reader.skipped > 0) {
    warn(`${reader.skipped} bytes were left out: the file is damaged or cut short`);
  }
  if (link !== undefined && link.broken > 0) warn(`${link.broken} damaged packets were left out`);
}

async function* pagesOf(reader: OggReader, file: FileBytes): AsyncGenerator<OggPage[]> {
  for await (const block of file.blocks()) yield reader.accept(block);
  yield reader.finish();
}

/** One logical stream; a file can hold several, one behind the other. */
class Link {
  /** Packets that libopus refused. */
  broken = 0;
  /** Samples to leave out at the beginning, still. */
  private toSkip: number;
  /** Samples decoded, those left out included. */
  private decoded = 0;
  /** Granule at which the stream begins: not 0 in a cut from a broadcast. */
  private origin: number | undefined;
  private sawComments = false;
  /** Whether the decoder is still in order: after a failure within it nobody knows. */
  private reusable = true;

  private constructor(
    readonly serial: number,
    private readonly head: OpusHead,
    private readonly decoder: Decoder,
  ) {
    this.toSkip = Math.round(head.preSkip / GRANULES_PER_SAMPLE);
  }

  static async open(
    serial: number,
    packet: Uint8Array,
    warn: (warning: string) => void,
  ): Promise<Link | undefined> {
    const head = parseOpusHead(packet);
    if (head === undefined) {
      warn('a part with a broken header was left out');
      return undefined;
    }
    return new Link(serial, head, await takeDecoder(head));
  }

  /** The sound of the packets that end on `page`. */
  decode(page: OggPage): Float32Array {
    const packets = this.sawComments ? page.packets : page.packets.slice(1);
    if (page.packets.length > 0) this.sawComments = true;
    const decoded = packets.map((packet) => this.decodePacket(packet));
    const count = decoded.reduce((sum, { length }) => sum + length, 0);
    const samples = new Float32Array(count);
    let filled = 0;
    for (const part of decoded) {
      samples.set(part, filled);
      filled += part.length;
    }
    this.decoded += count;
    if (count === 0) return samples;
    this.origin ??= Math.max(0, page.granule - this.decoded * GRANULES_PER_SAMPLE);
    return this.trimmed(samples, page);
  }

  /** Keeps the decoder for the next file. */
  release(): void {
    if (!this.reusable) return;
    if (this.head.channels === 1 && idle.length < MOST_IDLE) idle.push(this.decoder);
    else this.decoder.free();
  }

  private decodePacket(packet: Uint8Array): Float32Array {
    try {
      const { channelData, errors } = quietly(() => this.decoder.decodeFrame(packet));
      if (errors.length > 0) this.broken++;
      return meanOf(channelData);
    } catch {
      this.broken++;
      this.reusable = false;
      return new Float32Array(0);
    }
  }

  /** Leaves out what the encoder put before the beginning and behind the end. */
  private trimmed(samples: Float32Array, page: OggPage): Float32Array {
    const start = Math.min(this.toSkip, samples.length);
    this.toSkip -= start;
    const total = Math.round((page.granule - (this.origin ?? 0)) / GRANULES_PER_SAMPLE);
    const surplus = page.last && page.granule >= 0 ? Math.max(0, this.decoded - total) : 0;
    const kept = samples.subarray(start, Math.max(start, samples.length - surplus));
    const { gain } = this.head;
    return gain === 1 ? kept : kept.map((sample) => sample * gain);
  }
}

/** A decoder without memory of any other file. */
async function takeDecoder(head: OpusHead): Promise<Decoder> {
  const waiting = head.channels === 1 ? idle.pop() : undefined;
  if (waiting !== undefined) {
    await waiting.reset();
    return waiting;
  }
  const { OpusDecoder } = await import('opus-decoder');
  const { channels, streamCount, coupledStreamCount, channelMappingTable } = head;
  const decoder = new OpusDecoder({
    sampleRate: SAMPLE_RATE,
    ...{ channels, streamCount, coupledStreamCount, channelMappingTable },
  });
  await decoder.ready;
  return decoder;
}

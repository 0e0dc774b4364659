/**
 * WAV files byte by byte, right ones and wrong ones.
 * @module
 */
import { writeFile } from 'node:fs/promises';

/** A chunk: four letters, a size (that of the content unless something else is claimed), the content. */
export interface Chunk {
  readonly id: string;
  readonly content: Buffer;
  readonly claimedSize?: number;
}

/** What a `fmt ` chunk says; 16 bit, mono, 16 kHz by default. */
export interface Format {
  readonly tag?: number;
  readonly channels?: number;
  readonly rate?: number;
  readonly bits?: number;
  /** Bytes of a sample of all channels; computed by default. */
  readonly blockAlign?: number;
}

/** A `fmt ` chunk. */
export function formatChunk(format: Format = {}): Chunk {
  const { tag = 1, channels = 1, rate = 16_000, bits = 16 } = format;
  const { blockAlign = channels * Math.ceil(bits / 8) } = format;
  const content = Buffer.alloc(16);
  content.writeUInt16LE(tag, 0);
  content.writeUInt16LE(channels, 2);
  content.writeUInt32LE(rate, 4);
  content.writeUInt32LE((rate * blockAlign) % 2 ** 32, 8);
  content.writeUInt16LE(blockAlign, 12);
  content.writeUInt16LE(bits, 14);
  return { id: 'fmt ', content };
}

/** A `data` chunk. */
export function dataChunk(content: Buffer, claimedSize?: number): Chunk {
  return claimedSize === undefined ? { id: 'data', content } : { id: 'data', content, claimedSize };
}

/** A file of chunks. */
export function wavFile(chunks: readonly Chunk[], form = 'RIFF'): Buffer {
  const body = Buffer.concat(
    chunks.flatMap(({ id, content, claimedSize }) => {
      const head = Buffer.alloc(8);
      head.write(id, 0, 4, 'latin1');
      head.writeUInt32LE(claimedSize ?? content.length, 4);
      return [head, content, Buffer.alloc(content.length % 2)];
    }),
  );
  const head = Buffer.alloc(12);
  head.write(form, 0, 'latin1');
  head.writeUInt32LE(4 + body.length, 4);
  head.write('WAVE', 8, 'latin1');
  return Buffer.concat([head, body]);
}

/** Samples as the bytes of 16-bit PCM. */
export function pcm16(samples: ArrayLike<number>): Buffer {
  const typed = Int16Array.from(samples);
  return Buffer.from(typed.buffer);
}

/** Writes mono samples at 16 kHz to `path`. */
export async function writeWav(path: string, samples: Int16Array): Promise<void> {
  await writeFile(path, wavFile([formatChunk(), dataChunk(pcm16(samples))]));
}

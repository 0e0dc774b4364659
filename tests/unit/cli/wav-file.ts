/**
 * Writes 16-bit mono WAV files for tests.
 * @module
 */
import { writeFile } from 'node:fs/promises';

/** Writes `samples` at 16 kHz to `path`. */
export async function writeWav(path: string, samples: Int16Array): Promise<void> {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples.byteLength, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(16000, 24);
  header.writeUInt32LE(32000, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.byteLength, 40);
  const { buffer, byteOffset, byteLength } = samples;
  await writeFile(path, Buffer.concat([header, Buffer.from(buffer, byteOffset, byteLength)]));
}

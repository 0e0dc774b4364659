/**
 * Noise recordings that a command is given: a file, or every file under a folder.
 * @module
 */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readAudioFile } from '../audio/decode-file';
import { UserError } from '../base/errors';

/** Names that are taken for recordings inside a folder. */
const AUDIO = /\.(wav|flac|ogg|opus|mp3)$/i;

/**
 * The recordings, in the order of their names.
 * @throws UserError if there is none.
 */
export async function noiseFiles(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new UserError(`cannot find noise ${path}`, 'check the path');
  if (!found.isDirectory()) return [path];
  const names = await readdir(path, { recursive: true });
  const files = names.filter((name) => AUDIO.test(name)).sort();
  if (files.length === 0) {
    throw new UserError(`folder ${path} holds no recordings`, 'give one with wav, flac or opus');
  }
  return files.map((name) => join(path, name));
}

/**
 * All recordings of `path`, 16 kHz mono.
 * @throws UserError if one cannot be read or is silent throughout.
 */
export async function readNoise(path: string): Promise<Int16Array[]> {
  const noises: Int16Array[] = [];
  for (const file of await noiseFiles(path)) {
    const samples = await readAudioFile(file);
    if (samples.every((sample) => sample === 0)) {
      throw new UserError(`noise ${file} is silent`, 'give another recording');
    }
    noises.push(samples);
  }
  return noises;
}

/**
 * A tiny corpus that can be learned in seconds: each letter is a tone of its own.
 * @module
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Random } from '../../../src/base/random';
import { writeWav } from '../../support/wav-file';

const RATE = 16000;
const HERTZ: Readonly<Record<string, number>> = { a: 500, b: 1500, c: 3500 };
const WORDS = ['a', 'b', 'c', 'ab', 'ba', 'ca', 'bc', 'abc', 'cab', 'bca', 'acb', 'cbc'];

/** 0.2 s of tone a letter with 0.1 s of faint noise before, between and after. */
function speak(word: string, random: Random): Int16Array {
  const length = Math.round(RATE * (0.1 + 0.3 * word.length));
  const samples = Int16Array.from({ length }, () => Math.round(random.normal() * 20));
  for (const [i, letter] of Array.from(word).entries()) {
    const start = Math.round(RATE * (0.1 + 0.3 * i));
    for (let n = 0; n < 0.2 * RATE; n++) {
      samples[start + n]! += Math.round(4000 * Math.sin((2 * Math.PI * HERTZ[letter]! * n) / RATE));
    }
  }
  return samples;
}

/** Writes `repeats` recordings of every word and their manifest; returns the manifest's path. */
export async function writeToneCorpus(folder: string, repeats: number): Promise<string> {
  const random = new Random(1);
  await mkdir(folder, { recursive: true });
  const lines = ['file\tseconds\tspeaker\tcorpus\ttext\tnormalised'];
  for (let r = 0; r < repeats; r++) {
    for (const word of WORDS) {
      const samples = speak(word, random);
      await writeWav(path.join(folder, `${word}-${r}.wav`), samples);
      const seconds = (samples.length / RATE).toFixed(3);
      lines.push(`${word}-${r}.wav\t${seconds}\ts\ttones\t${word}\t${word}`);
    }
  }
  const manifest = path.join(folder, 'manifest.tsv');
  await writeFile(manifest, `${lines.join('\n')}\n`);
  return manifest;
}

/** Fields of the shipped config that tones have no use for: a config without them trains on tones alone. */
export const NO_SPEECH = {
  augmentation: undefined,
  noise: [],
  rooms: undefined,
  leaveOut: undefined,
  lexicon: undefined,
  pronunciation: undefined,
  phoneLoss: 'ctc',
  pieces: undefined,
  chunks: undefined,
  chunkedShare: undefined,
  silentMinutes: undefined,
  mostRepeats: undefined,
  residualFrom: undefined,
  phonesAfter: undefined,
  fixedLayers: undefined,
  initial: undefined,
} as const;

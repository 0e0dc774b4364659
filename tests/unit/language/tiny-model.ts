/**
 * Small models and folders for the tests of this folder.
 * @module
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  chooseVocabulary,
  corpusOf,
  numberCounts,
  type Corpus,
} from '../../../src/language/corpus';
import { estimate, type EstimatedModel } from '../../../src/language/kneser-ney';
import { countNgrams } from '../../../src/language/ngram-counts';
import { NumberedTextWriter, type NumberedText } from '../../../src/language/numbered-text';

/** Runs `work` with a folder that is gone afterwards. */
export function inFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'skald-test-'));
  const remove = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  let result: T;
  try {
    result = work(folder);
  } catch (error) {
    remove();
    throw error;
  }
  if (result instanceof Promise) return result.finally(remove) as T;
  remove();
  return result;
}

/** Sentences in numbers, in a folder. */
export function numbered(sentences: readonly string[], folder: string): NumberedText {
  const writer = new NumberedTextWriter(folder);
  writer.begin('text');
  for (const sentence of sentences) {
    writer.add(sentence.split(' ').map((word) => writer.numberOf(word)));
  }
  return writer.finish();
}

/** The model of a few sentences; with little room, so that runs are merged. */
export function modelOf(
  sentences: readonly string[],
  order: number,
  {
    cutOffs = [0],
    vocabulary = 1000,
    capacity = 7,
  }: { cutOffs?: readonly number[]; vocabulary?: number; capacity?: number } = {},
): EstimatedModel {
  return inFolder((folder) => {
    const text = numbered(sentences, folder);
    const counts = numberCounts(text, text.sections);
    const words = chooseVocabulary(text, [counts], { limit: vocabulary });
    const corpus = corpusOf(text, words, text.sections, counts);
    return estimate(corpus, countNgrams(corpus, order, { folder, capacity }), cutOffs);
  });
}

/** Sentences as a text of a given vocabulary. */
export function corpusOfWords(sentences: readonly string[], words: readonly string[]): Corpus {
  const unknown = words.indexOf('<unk>');
  const all = sentences.map((sentence) =>
    Uint32Array.from(sentence.split(' '), (word) => {
      const id = words.indexOf(word);
      return id < 0 ? unknown : id;
    }),
  );
  const counts = new Float64Array(words.length);
  for (const id of all.flatMap((sentence) => [...sentence])) counts[id]! += 1;
  for (const mark of ['<s>', '</s>']) counts[words.indexOf(mark)] = sentences.length;
  return {
    words,
    counts,
    length: all.reduce((sum, sentence) => sum + sentence.length, 0),
    unknown: counts[unknown]!,
    *sentences() {
      yield* all;
    },
  };
}

/** A model of each text, all of one vocabulary. */
export function modelsOf(texts: readonly (readonly string[])[], order: number): EstimatedModel[] {
  const all = texts.flat().flatMap((sentence) => sentence.split(' '));
  const words = ['<s>', '</s>', '<unk>', ...new Set(all)];
  return texts.map((sentences) =>
    inFolder((folder) => {
      const corpus = corpusOfWords(sentences, words);
      return estimate(corpus, countNgrams(corpus, order, { folder, capacity: 7 }), [0]);
    }),
  );
}

/** Text with words of different frequency. */
export const SENTENCES = [
  'the cat sat on the mat',
  'the dog sat on the log',
  'a cat saw the dog',
  'the dog saw a cat on the mat',
  'on the mat sat the cat',
  'the cat and the dog sat',
  'a dog and a cat',
  'the cat sat on the log',
];

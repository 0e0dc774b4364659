/**
 * A text of any size as numbers on disk, so that it is read and taken apart only once.
 * @module
 */
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../base/errors';
import { SENTENCE_END, SENTENCE_START, UNKNOWN_WORD } from './ngram-layers';

const BUFFER_WORDS = 1 << 18;
/** Stands behind each sentence; words are numbered from 1. */
const BREAK = 0;

/** A text in numbers of its vocabulary. */
export interface Corpus {
  /** The vocabulary, sorted, with `<s>`, `</s>` and `<unk>`. */
  readonly words: readonly string[];
  /** Words of the text, without ends of sentences. */
  readonly length: number;
  /** How often each word of the vocabulary occurs; `<s>` and `</s>` once for each sentence. */
  readonly counts: Float64Array;
  /** Words of the text that the vocabulary leaves out. */
  readonly unknown: number;
  /** Numbers of the words of each sentence; each array is only valid until the next one. */
  sentences(): Generator<Uint32Array>;
}

/** Takes sentences and keeps them in a file of a folder. */
export class CorpusWriter {
  readonly #path: string;
  readonly #file: number;
  readonly #buffer = new Uint32Array(BUFFER_WORDS);
  readonly #ids = new Map<string, number>();
  readonly #counts: number[] = [0];
  #used = 0;

  constructor(folder: string) {
    this.#path = join(folder, 'corpus.words');
    this.#file = openSync(this.#path, 'w');
  }

  /** Appends a sentence. */
  add(sentence: readonly string[]): void {
    for (const word of sentence) {
      let id = this.#ids.get(word);
      if (id === undefined) {
        id = this.#counts.length;
        // A copy, because a piece of a line would keep the whole line.
        this.#ids.set(Buffer.from(word).toString(), id);
        this.#counts.push(0);
      }
      this.#counts[id]! += 1;
      this.#put(id);
    }
    this.#counts[BREAK]! += 1;
    this.#put(BREAK);
  }

  #put(value: number): void {
    this.#buffer[this.#used++] = value;
    if (this.#used === BUFFER_WORDS) this.#flush();
  }

  #flush(): void {
    const bytes = new Uint8Array(this.#buffer.buffer, 0, 4 * this.#used);
    for (let at = 0; at < bytes.length;) at += writeSync(this.#file, bytes, at);
    this.#used = 0;
  }

  /**
   * The text with a vocabulary of its most frequent words.
   * @param limit Most words, without `<s>`, `</s>` and `<unk>`; of equally frequent ones the first in the alphabet.
   * @throws UserError if the text has no words.
   */
  finish(limit: number): Corpus {
    this.#flush();
    closeSync(this.#file);
    if (this.#ids.size === 0) {
      throw new UserError('the text holds no words', 'give a file of English text');
    }
    const counts = this.#counts;
    const kept = [...this.#ids]
      .filter(([word]) => ![SENTENCE_START, SENTENCE_END, UNKNOWN_WORD].includes(word))
      .sort(([a, i], [b, k]) => counts[k]! - counts[i]! || (a < b ? -1 : 1))
      .slice(0, limit)
      .map(([word]) => word);
    const words = [...kept, SENTENCE_START, SENTENCE_END, UNKNOWN_WORD].sort();
    const numbers = new Map(words.map((word, number) => [word, number]));
    const unknown = numbers.get(UNKNOWN_WORD)!;
    const renumbered = new Uint32Array(counts.length).fill(unknown);
    for (const [word, id] of this.#ids) renumbered[id] = numbers.get(word) ?? unknown;
    const occurrences = new Float64Array(words.length);
    let length = 0;
    for (let id = 1; id < counts.length; id++) {
      length += counts[id]!;
      occurrences[renumbered[id]!]! += counts[id]!;
    }
    const left = occurrences[unknown]!;
    for (const mark of [SENTENCE_START, SENTENCE_END]) {
      occurrences[numbers.get(mark)!] = counts[BREAK]!;
    }
    const path = this.#path;
    return {
      words,
      length,
      counts: occurrences,
      unknown: left,
      sentences: () => readSentences(path, renumbered),
    };
  }
}

function* readSentences(path: string, renumbered: Uint32Array): Generator<Uint32Array> {
  const file = openSync(path, 'r');
  try {
    const buffer = new Uint32Array(BUFFER_WORDS);
    const bytes = new Uint8Array(buffer.buffer);
    let sentence = new Uint32Array(64);
    let length = 0;
    for (;;) {
      let read = 0;
      for (let got = -1; got !== 0 && read < bytes.length; read += got) {
        got = readSync(file, bytes, read, bytes.length - read, null);
      }
      if (read === 0) return;
      for (let i = 0; i < read / 4; i++) {
        const id = buffer[i]!;
        if (id === BREAK) {
          yield sentence.subarray(0, length);
          length = 0;
          continue;
        }
        if (length === sentence.length) {
          const longer = new Uint32Array(2 * length);
          longer.set(sentence);
          sentence = longer;
        }
        sentence[length++] = renumbered[id]!;
      }
    }
  } finally {
    closeSync(file);
  }
}

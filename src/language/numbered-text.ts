/**
 * A text of any size as numbers on disk, so that it is read and taken apart only once: `text.words` holds the number
 * of each word (32 bits) and a 0 behind each sentence, `text.json` the words and where each file begins.
 * @module
 */
import {
  closeSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../base/errors';

const BUFFER_WORDS = 1 << 18;
/** Stands behind each sentence; words are numbered from 1. */
export const BREAK = 0;

/** The sentences of one source. */
export interface TextSection {
  /** Which sections belong together. */
  readonly part: string;
  /** Places in the file of numbers: the first, and the one behind the last. */
  readonly from: number;
  readonly to: number;
}

/** A text in numbers. */
export interface NumberedText {
  /** File of the numbers. */
  readonly path: string;
  /** Words by number; the one of {@link BREAK} is empty. */
  readonly words: readonly string[];
  readonly sections: readonly TextSection[];
}

/** What lies in `text.json`. */
interface TextIndex extends Omit<NumberedText, 'path'> {
  /** Tells whether a later run wants the same text. */
  readonly stamp: string;
}

/** Takes sentences and keeps them in files of a folder. */
export class NumberedTextWriter {
  readonly #folder: string;
  readonly #file: number;
  readonly #buffer = new Uint32Array(BUFFER_WORDS);
  readonly #ids = new Map<string, number>();
  readonly #sections: TextSection[] = [];
  #used = 0;
  #written = 0;

  constructor(folder: string) {
    this.#folder = folder;
    // Until this text is whole, no index may stand beside its numbers.
    rmSync(join(folder, 'text.json'), { force: true });
    this.#file = openSync(join(folder, 'text.words'), 'w');
  }

  /** The number of a word. */
  numberOf(word: string): number {
    let id = this.#ids.get(word);
    if (id === undefined) this.#ids.set(word, (id = this.#ids.size + 1));
    return id;
  }

  /** What follows comes from another source of `part`. */
  begin(part: string): void {
    this.#close();
    const at = this.#written + this.#used;
    this.#sections.push({ part, from: at, to: at });
  }

  /** Appends a sentence of numbers of {@link NumberedTextWriter.numberOf}. */
  add(sentence: readonly number[]): void {
    for (const id of sentence) this.#put(id);
    this.#put(BREAK);
  }

  #put(value: number): void {
    this.#buffer[this.#used++] = value;
    if (this.#used === BUFFER_WORDS) this.#flush();
  }

  #flush(): void {
    const bytes = new Uint8Array(this.#buffer.buffer, 0, 4 * this.#used);
    for (let at = 0; at < bytes.length;) at += writeSync(this.#file, bytes, at);
    this.#written += this.#used;
    this.#used = 0;
  }

  #close(): void {
    const last = this.#sections.pop();
    if (last) this.#sections.push({ ...last, to: this.#written + this.#used });
  }

  /** Ends the text. @throws UserError if it has no words. */
  finish(stamp = ''): NumberedText {
    this.#close();
    this.#flush();
    closeSync(this.#file);
    if (this.#ids.size === 0) {
      throw new UserError('the text holds no words', 'give a file of English text');
    }
    const words = ['', ...this.#ids.keys()];
    const index: TextIndex = { stamp, words, sections: this.#sections };
    writeFileSync(join(this.#folder, 'text.json'), JSON.stringify(index));
    return { path: join(this.#folder, 'text.words'), words, sections: this.#sections };
  }
}

/** The text that an earlier run left in a folder; undefined where there is none, or one of another stamp. */
export function keptText(folder: string, stamp: string): NumberedText | undefined {
  let index: TextIndex;
  try {
    index = JSON.parse(readFileSync(join(folder, 'text.json'), 'utf8')) as TextIndex;
  } catch {
    return undefined;
  }
  if (index.stamp !== stamp) return undefined;
  return { path: join(folder, 'text.words'), words: index.words, sections: index.sections };
}

/** The numbers of a section, with its breaks, in pieces that are only valid until the next one. */
export function* numbersOf(
  path: string,
  { from, to }: Pick<TextSection, 'from' | 'to'>,
): Generator<Uint32Array> {
  const file = openSync(path, 'r');
  try {
    const buffer = new Uint32Array(BUFFER_WORDS);
    const bytes = new Uint8Array(buffer.buffer);
    for (let at = from; at < to;) {
      const wanted = 4 * Math.min(BUFFER_WORDS, to - at);
      let read = 0;
      for (let got = -1; got !== 0 && read < wanted; read += got) {
        got = readSync(file, bytes, read, wanted - read, 4 * at + read);
      }
      if (read < wanted) {
        throw new UserError(`${path} is cut short`, 'empty its folder and build again');
      }
      at += read / 4;
      yield buffer.subarray(0, read / 4);
    }
  } finally {
    closeSync(file);
  }
}

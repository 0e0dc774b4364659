/**
 * N-gram models on disk: a fixed header, then arrays whose sizes follow from it. Every size is checked against
 * the file before memory is taken for it. Little-endian, as all machines that this runs on are:
 * `SKALDNG2`; order, bytes of the word list, and five times by order: n-grams, bytes of their last words, bytes of
 * their numbers of children, n-grams that are continued (32 bits each); words parted by line feeds; for the unigrams
 * log probabilities and back-offs (32-bit floats) and numbers of children; for each higher order a code book and last
 * words, one byte each for the log probability, numbers of children, a code book, and one byte each for the back-off of
 * those that are continued. Numbers of children and last words take as many bytes as they need; a last word is
 * the distance from the one before it after the same history.
 * @module
 */
import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import { messageOf, UserError } from '../base/errors';
import { CODES } from './code-book';
import { encodeNgrams, fileBytes, HEADER_BYTES, HEADER_NUMBERS, MAGIC } from './ngram-encoding';
import { HIGHEST_ORDER, type NgramLayer, type NgramLayers } from './ngram-layers';
import { VarintReader } from './varints';

/** Bytes of a file at most. */
export const NGRAM_FILE_LIMIT = 1 << 30;
const MEND = 'build or get the language model again';

/** Takes one array after the other out of the bytes. */
class Sections {
  #at = HEADER_BYTES;

  constructor(
    readonly bytes: Uint8Array,
    readonly where: string,
  ) {}

  refuse(what: string): never {
    throw new UserError(`Language model ${this.where} ${what}`, MEND);
  }

  take(length: number): Uint8Array {
    this.#at += length;
    return this.bytes.subarray(this.#at - length, this.#at);
  }

  floats(count: number): Float32Array {
    // A copy, because arrays of wider numbers must begin at an even address.
    const floats = new Float32Array(Uint8Array.from(this.take(4 * count)).buffer);
    for (let i = 0; i < count; i++) {
      if (!Number.isFinite(floats[i])) this.refuse('holds a number that is not finite');
    }
    return floats;
  }

  /** One value of a code book for each byte. */
  coded(book: Float32Array, count: number): Float32Array {
    const codes = this.take(count);
    const values = new Float32Array(count);
    for (let i = 0; i < count; i++) values[i] = book[codes[i]!]!;
    return values;
  }

  /** Where the children of each of `count` n-grams begin, and where the last ones end. */
  childStarts(count: number, bytes: number, total: number): Uint32Array {
    const reader = new VarintReader(this.take(bytes));
    const starts = new Uint32Array(count + 1);
    let sum = 0;
    for (let i = 0; i < count; i++) starts[i + 1] = sum += reader.next();
    if (!reader.isAtEnd || sum !== total) this.refuse('does not say which n-grams go with what');
    return starts;
  }

  /** Last words of the n-grams that begin where `starts` says. */
  lastWords(starts: Uint32Array, bytes: number, vocabulary: number): Uint32Array {
    const stream = this.take(bytes);
    const words = new Uint32Array(starts.at(-1)!);
    let at = 0;
    for (let parent = 0, i = 0; parent + 1 < starts.length; parent++) {
      const end = starts[parent + 1]!;
      let word = -1;
      for (; i < end; i++) {
        // As a VarintReader does it, but most of the time that a model takes to load is spent here.
        let byte = stream[at++]!;
        word += 1 + (byte & 0x7f);
        for (let shift = 7; byte >= 0x80 && shift < 28; shift += 7) {
          byte = stream[at++]!;
          word += (byte & 0x7f) << shift;
        }
        words[i] = word;
      }
      // They rise, so the last one is the highest.
      if (word >= vocabulary) this.refuse('holds a word that it does not list');
    }
    if (at !== bytes) this.refuse('holds too many or too few last words');
    return words;
  }

  /** Back-offs of the n-grams that are continued; the others have none. */
  backOffs(starts: Uint32Array, continued: number): Float32Array {
    const book = this.floats(CODES);
    const codes = this.take(continued);
    const backOff = new Float32Array(starts.length - 1);
    let used = 0;
    for (let i = 0; i < backOff.length; i++) {
      if (starts[i] !== starts[i + 1]) backOff[i] = book[codes[used++]!]!;
    }
    if (used !== continued) this.refuse('does not say which n-grams are continued');
    return backOff;
  }
}

/**
 * A model from the bytes of its file.
 * @throws UserError if it is not a model, truncated, too long or inconsistent.
 */
export function decodeNgrams(bytes: Uint8Array, where: string): NgramLayers {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const sections = new Sections(bytes, where);
  if (head.length < HEADER_BYTES || head.toString('latin1', 0, MAGIC.length) !== MAGIC) {
    return sections.refuse('is not a language model');
  }
  const [order = 0, wordListBytes = 0, ...numbers] = Array.from(
    { length: HEADER_NUMBERS },
    (_, i) => head.readUInt32LE(MAGIC.length + 4 * i),
  );
  if (order < 1 || order > HIGHEST_ORDER) return sections.refuse(`claims the order ${order}`);
  const sizes = Array.from({ length: order }, (_, i) => {
    const [ngrams, wordBytes, childBytes, continued] = [0, 1, 2, 3].map(
      (k) => numbers[k * HIGHEST_ORDER + i]!,
    );
    return {
      ...{ ngrams: ngrams!, wordBytes: wordBytes! },
      ...{ childBytes: childBytes!, continued: continued! },
    };
  });
  const claimed = fileBytes(sizes, wordListBytes);
  if (claimed !== bytes.length) {
    return sections.refuse(`holds ${bytes.length} bytes where its header announces ${claimed}`);
  }
  const vocabulary = sizes[0]!.ngrams;
  const words = Buffer.from(sections.take(wordListBytes)).toString().split('\n');
  if (words.length !== vocabulary) return sections.refuse(`does not list ${vocabulary} words`);
  const layers: NgramLayer[] = [];
  for (const [i, { ngrams, wordBytes, childBytes, continued }] of sizes.entries()) {
    const next = sizes[i + 1]?.ngrams;
    if (i === 0) {
      const logProb = sections.floats(ngrams);
      const backOff = next === undefined ? new Float32Array() : sections.floats(ngrams);
      const numbered = new Uint32Array(ngrams);
      for (let n = 0; n < ngrams; n++) numbered[n] = n;
      const children =
        next === undefined ? new Uint32Array() : sections.childStarts(ngrams, childBytes, next);
      layers.push({ words: numbered, logProb, backOff, children });
      continue;
    }
    const book = sections.floats(CODES);
    const last = sections.lastWords(layers[i - 1]!.children, wordBytes, vocabulary);
    const logProb = sections.coded(book, ngrams);
    const children =
      next === undefined ? new Uint32Array() : sections.childStarts(ngrams, childBytes, next);
    const backOff =
      next === undefined ? new Float32Array() : sections.backOffs(children, continued);
    layers.push({ words: last, logProb, backOff, children });
  }
  return { words, layers };
}

/** Reads a model; see {@link decodeNgrams}. */
export async function readNgramFile(file: string): Promise<NgramLayers> {
  let size: number;
  try {
    size = (await stat(file)).size;
  } catch {
    throw new UserError(`Language model ${file} is missing`, MEND);
  }
  if (size > NGRAM_FILE_LIMIT) {
    throw new UserError(`Language model ${file} is larger than 1 GiB`, MEND);
  }
  return decodeNgrams(await readFile(file), file);
}

/** Writes a model under another name first, so that nobody reads half of one. */
export async function writeNgramFile(file: string, model: NgramLayers): Promise<number> {
  const bytes = encodeNgrams(model);
  try {
    await writeFile(`${file}.partial`, bytes);
    await rename(`${file}.partial`, file);
  } catch (error) {
    throw new UserError(`cannot write ${file} (${messageOf(error)})`, 'choose another file');
  }
  return bytes.length;
}

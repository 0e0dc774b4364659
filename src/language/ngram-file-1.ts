/**
 * The first format of n-gram files, which models of earlier versions have: `SKALDNG1`, order, bytes of the word list,
 * five counts (32 bits each); words parted by line feeds; for the unigrams log probabilities and back-offs (32-bit
 * floats) and numbers of children; for each higher order code books, last words, one byte each for log probability
 * and back-off, numbers of children. Words and numbers of children take 16 bits where the vocabulary allows it.
 * @module
 */
import { UserError } from '../base/errors';
import { CODES } from './code-book';
import { countsToStarts, HIGHEST_ORDER, type NgramLayer, type NgramLayers } from './ngram-layers';

/** What such a file begins with. */
export const FIRST_MAGIC = 'SKALDNG1';
const HEADER_BYTES = FIRST_MAGIC.length + 4 * (2 + HIGHEST_ORDER);
const NARROW = 0xffff;
const MEND = 'build or get the language model again';

const widthOf = (vocabulary: number): 2 | 4 => (vocabulary <= NARROW ? 2 : 4);

function fileBytes(counts: readonly number[], wordListBytes: number): number {
  const width = widthOf(counts[0] ?? 0);
  let total = HEADER_BYTES + wordListBytes;
  for (const [i, count] of counts.entries()) {
    const isHighest = i === counts.length - 1;
    if (i === 0) total += count * (isHighest ? 4 : 8 + width);
    else if (isHighest) total += 4 * CODES + count * (width + 1);
    else total += 8 * CODES + count * (2 * width + 2);
  }
  return total;
}

/** Takes one array after the other out of the bytes. */
class Sections {
  #at = HEADER_BYTES;

  constructor(
    readonly bytes: Uint8Array,
    readonly width: 2 | 4,
    readonly where: string,
  ) {}

  take(length: number): Uint8Array {
    const start = this.#at;
    this.#at += length;
    // A Buffer's own `slice` would not copy, and arrays of wider numbers must begin at an even address.
    return Uint8Array.prototype.slice.call(this.bytes, start, this.#at);
  }

  floats(count: number): Float32Array {
    const floats = new Float32Array(this.take(4 * count).buffer);
    if (!floats.every(Number.isFinite)) {
      throw new UserError(`Language model ${this.where} holds a number that is not finite`, MEND);
    }
    return floats;
  }

  numbers(count: number): Uint16Array | Uint32Array {
    const { buffer } = this.take(this.width * count);
    return this.width === 2 ? new Uint16Array(buffer) : new Uint32Array(buffer);
  }
}

const expand = (book: Float32Array, codes: Uint8Array): Float32Array => {
  const values = new Float32Array(codes.length);
  for (let i = 0; i < codes.length; i++) values[i] = book[codes[i]!]!;
  return values;
};

/**
 * A model from the bytes of its file.
 * @throws UserError if it is not a model, truncated, too long or inconsistent.
 */
export function decodeFirstFormat(bytes: Uint8Array, where: string): NgramLayers {
  const refuse = (what: string): never => {
    throw new UserError(`Language model ${where} ${what}`, MEND);
  };
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (
    head.length < HEADER_BYTES ||
    head.toString('latin1', 0, FIRST_MAGIC.length) !== FIRST_MAGIC
  ) {
    return refuse('is not a language model');
  }
  const numbers = Array.from({ length: 2 + HIGHEST_ORDER }, (_, i) =>
    head.readUInt32LE(FIRST_MAGIC.length + 4 * i),
  );
  const [order = 0, wordListBytes = 0, ...all] = numbers;
  if (order < 1 || order > HIGHEST_ORDER) return refuse(`claims the order ${order}`);
  const counts = all.slice(0, order);
  const claimed = fileBytes(counts, wordListBytes);
  if (claimed !== bytes.length) {
    return refuse(`holds ${bytes.length} bytes where its header announces ${claimed}`);
  }
  const vocabulary = counts[0]!;
  const sections = new Sections(bytes, widthOf(vocabulary), where);
  const words = Buffer.from(sections.take(wordListBytes)).toString().split('\n');
  if (words.length !== vocabulary || new Set(words).size !== vocabulary) {
    return refuse(`does not list ${vocabulary} different words`);
  }
  const layers: NgramLayer[] = [];
  let children: Uint32Array = new Uint32Array();
  for (const [i, count] of counts.entries()) {
    const isHighest = i === order - 1;
    const layer =
      i === 0 ? firstLayer(sections, count, isHighest) : laterLayer(sections, count, isHighest);
    if (i > 0) {
      if (children.at(-1) !== count) {
        return refuse(`does not say which ${i + 1}-grams go with what`);
      }
      if (!isSorted(layer.words, children, vocabulary)) {
        return refuse(`holds unsorted ${i + 1}-grams`);
      }
    }
    children = layer.children;
    layers.push(layer);
  }
  return { words, layers };
}

function childStarts(sections: Sections, count: number, isHighest: boolean): Uint32Array {
  if (isHighest) return new Uint32Array();
  const starts = new Uint32Array(count + 1);
  starts.set(sections.numbers(count), 1);
  return countsToStarts(starts);
}

function firstLayer(sections: Sections, count: number, isHighest: boolean): NgramLayer {
  const logProb = sections.floats(count);
  const backOff = isHighest ? new Float32Array() : sections.floats(count);
  const words = new Uint32Array(count);
  for (let i = 0; i < count; i++) words[i] = i;
  return { words, logProb, backOff, children: childStarts(sections, count, isHighest) };
}

function laterLayer(sections: Sections, count: number, isHighest: boolean): NgramLayer {
  const probabilities = sections.floats(CODES);
  const backOffs = isHighest ? new Float32Array() : sections.floats(CODES);
  const words = new Uint32Array(sections.numbers(count));
  const logProb = expand(probabilities, sections.take(count));
  const backOff = isHighest ? new Float32Array() : expand(backOffs, sections.take(count));
  return { words, logProb, backOff, children: childStarts(sections, count, isHighest) };
}

function isSorted(words: Uint32Array, starts: Uint32Array, vocabulary: number): boolean {
  for (let parent = 0; parent + 1 < starts.length; parent++) {
    const from = starts[parent]!;
    const to = starts[parent + 1]!;
    for (let i = from; i < to; i++) {
      if (words[i]! >= vocabulary || (i > from && words[i]! <= words[i - 1]!)) return false;
    }
  }
  return true;
}

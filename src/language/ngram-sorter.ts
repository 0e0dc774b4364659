/**
 * Sorts and counts any number of n-grams in bounded memory: full chunks are sorted, written as runs to a
 * folder, and merged. A record is the numbers of its words and a count, 32 bits each.
 * @module
 */
import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { makeChunk, type NgramChunk } from './ngram-chunk';

const BUFFER_RECORDS = 1 << 15;
const DEFAULT_CAPACITY = 24 << 20;

/** Writes records one after the other. */
class RunWriter {
  readonly #file: number;
  readonly #buffer: Uint32Array;
  #used = 0;

  constructor(path: string, order: number) {
    this.#file = openSync(path, 'w');
    this.#buffer = new Uint32Array(BUFFER_RECORDS * (order + 1));
  }

  /** Appends one number of a record. */
  put(value: number): void {
    this.#buffer[this.#used++] = value;
    if (this.#used === this.#buffer.length) this.#flush();
  }

  #flush(): void {
    const bytes = new Uint8Array(this.#buffer.buffer, 0, 4 * this.#used);
    for (let at = 0; at < bytes.length;) at += writeSync(this.#file, bytes, at);
    this.#used = 0;
  }

  close(): void {
    this.#flush();
    closeSync(this.#file);
  }
}

/** Reads records in order. */
export class NgramReader {
  /** Words of the record that `next` reached. */
  readonly words: Uint32Array;
  count = 0;
  readonly #file: number;
  readonly #buffer: Uint32Array;
  #at = 0;
  #filled = 0;

  constructor(path: string, order: number) {
    this.words = new Uint32Array(order);
    this.#file = openSync(path, 'r');
    this.#buffer = new Uint32Array(BUFFER_RECORDS * (order + 1));
  }

  /** Goes on to the next record; false at the end, where the file is closed. */
  next(): boolean {
    if (this.#at === this.#filled && !this.#fill()) return false;
    const order = this.words.length;
    for (let i = 0; i < order; i++) this.words[i] = this.#buffer[this.#at + i]!;
    this.count = this.#buffer[this.#at + order]!;
    this.#at += order + 1;
    return true;
  }

  #fill(): boolean {
    const bytes = new Uint8Array(this.#buffer.buffer);
    let read = 0;
    for (let got = -1; got !== 0 && read < bytes.length; read += got) {
      got = readSync(this.#file, bytes, read, bytes.length - read, null);
    }
    this.#at = 0;
    this.#filled = read / 4;
    if (read === 0) closeSync(this.#file);
    return read > 0;
  }
}

/** Negative, zero or positive as `a` stands before, at or behind `b`, over their first `length` words. */
export function compareWords(a: Uint32Array, b: Uint32Array, length: number): number {
  for (let i = 0; i < length; i++) {
    const difference = a[i]! - b[i]!;
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Where a sorter keeps its runs, and how much it holds in memory. */
export interface SorterRoom {
  readonly folder: string;
  /** Records in memory, each of 20 bytes, or of `4 × (order + 2)`. */
  readonly capacity?: number;
}

/** Collects n-grams of one order; equal ones become one record with the sum of their counts. */
export class NgramSorter {
  readonly #runs: string[] = [];
  readonly #chunk: NgramChunk;
  #sorted: RunWriter | undefined;

  constructor(
    readonly order: number,
    vocabulary: number,
    readonly room: SorterRoom,
  ) {
    this.#chunk = makeChunk(order, vocabulary, room.capacity ?? DEFAULT_CAPACITY);
  }

  /** Adds the n-gram that begins at `words[at]`. */
  add(words: Uint32Array, at: number): void {
    if (this.#chunk.isFull) this.#writeRun();
    this.#chunk.add(words, at);
  }

  /** Adds `count` times the n-gram that begins at `words[at]`; those that come this way come in order, each once. */
  addSorted(words: Uint32Array, at: number, count: number): void {
    this.#sorted ??= this.#newRun();
    for (let k = 0; k < this.order; k++) this.#sorted.put(words[at + k]!);
    this.#sorted.put(count);
  }

  /** Path of a file of all n-grams, sorted, each once; read it with {@link NgramReader}. */
  finish(): string {
    this.#sorted?.close();
    if (this.#chunk.size > 0 || this.#runs.length === 0) this.#writeRun();
    const [only, ...others] = this.#runs;
    return others.length === 0 ? only! : this.#merge();
  }

  #newRun(): RunWriter {
    const path = join(this.room.folder, `${this.order}-grams-${this.#runs.length}.run`);
    this.#runs.push(path);
    return new RunWriter(path, this.order);
  }

  #writeRun(): void {
    const writer = this.#newRun();
    this.#chunk.drain((value) => {
      writer.put(value);
    });
    writer.close();
  }

  #merge(): string {
    const { order } = this;
    const path = join(this.room.folder, `${order}-grams.merged`);
    const writer = new RunWriter(path, order);
    const heap = new ReaderHeap(order);
    for (const run of this.#runs) heap.add(new NgramReader(run, order));
    const current = new Uint32Array(order);
    let count = 0;
    for (let least = heap.least; least !== undefined; least = heap.least) {
      if (count > 0 && compareWords(least.words, current, order) !== 0) {
        for (let k = 0; k < order; k++) writer.put(current[k]!);
        writer.put(count);
        count = 0;
      }
      if (count === 0) current.set(least.words);
      count += least.count;
      heap.advance();
    }
    for (let k = 0; k < order; k++) writer.put(current[k]!);
    writer.put(count);
    writer.close();
    for (const run of this.#runs) rmSync(run);
    return path;
  }
}

/** Readers, that with the least n-gram first. */
class ReaderHeap {
  readonly #heap: NgramReader[] = [];

  constructor(readonly order: number) {}

  get least(): NgramReader | undefined {
    return this.#heap[0];
  }

  /** Takes a reader that has not begun. */
  add(reader: NgramReader): void {
    if (!reader.next()) return;
    const heap = this.#heap;
    let at = heap.push(reader) - 1;
    for (let up = (at - 1) >> 1; at > 0 && this.#isLess(at, up); up = (at - 1) >> 1) {
      [heap[at], heap[up]] = [heap[up]!, heap[at]!];
      at = up;
    }
  }

  /** Goes on to the next n-gram of the reader with the least. */
  advance(): void {
    const heap = this.#heap;
    if (!heap[0]!.next()) {
      const last = heap.pop()!;
      if (heap.length === 0) return;
      heap[0] = last;
    }
    for (let at = 0; ;) {
      let down = 2 * at + 1;
      if (down >= heap.length) return;
      if (down + 1 < heap.length && this.#isLess(down + 1, down)) down += 1;
      if (!this.#isLess(down, at)) return;
      const moved = heap[at]!;
      heap[at] = heap[down]!;
      heap[down] = moved;
      at = down;
    }
  }

  #isLess(a: number, b: number): boolean {
    return compareWords(this.#heap[a]!.words, this.#heap[b]!.words, this.order) < 0;
  }
}

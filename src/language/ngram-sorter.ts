/**
 * Sorts and counts any number of n-grams in bounded memory: full chunks are sorted, written as runs to a
 * folder, and merged. A record is the numbers of its words and a count, 32 bits each.
 * @module
 */
import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const BUFFER_RECORDS = 1 << 15;
const DEFAULT_CAPACITY = 1 << 24;

/**
 * The permutation that sorts records by all their columns, the first one first: one stable counting sort for
 * each column from the last to the first.
 * @param columns Numbers below `bound`, one array for each place; the first `count` entries are used.
 */
export function sortedOrder(
  columns: readonly Uint32Array[],
  count: number,
  bound: number,
): Uint32Array {
  let from = new Uint32Array(count);
  let to = new Uint32Array(count);
  for (let i = 0; i < count; i++) from[i] = i;
  const starts = new Uint32Array(bound + 1);
  for (const column of [...columns].reverse()) {
    starts.fill(0);
    for (let i = 0; i < count; i++) starts[column[i]! + 1]! += 1;
    for (let i = 1; i <= bound; i++) starts[i]! += starts[i - 1]!;
    for (let i = 0; i < count; i++) {
      const record = from[i]!;
      to[starts[column[record]!]!++] = record;
    }
    [from, to] = [to, from];
  }
  return from;
}

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
  /** Records in memory, each of about `4 × (order + 3)` bytes. */
  readonly capacity?: number;
}

/** Collects n-grams of one order; equal ones become one record with the sum of their counts. */
export class NgramSorter {
  readonly #columns: readonly Uint32Array[];
  readonly #counts: Uint32Array;
  readonly #runs: string[] = [];
  #used = 0;

  constructor(
    readonly order: number,
    readonly vocabulary: number,
    readonly room: SorterRoom,
  ) {
    const { capacity = DEFAULT_CAPACITY } = room;
    this.#columns = Array.from({ length: order }, () => new Uint32Array(capacity));
    this.#counts = new Uint32Array(capacity);
  }

  /** Adds `count` times the n-gram that begins at `words[at]`. */
  add(words: Uint32Array, at: number, count: number): void {
    if (this.#used === this.#counts.length) this.#writeRun();
    const i = this.#used++;
    for (let k = 0; k < this.order; k++) this.#columns[k]![i] = words[at + k]!;
    this.#counts[i] = count;
  }

  /** Path of a file of all n-grams, sorted, each once; read it with {@link NgramReader}. */
  finish(): string {
    if (this.#used > 0 || this.#runs.length === 0) this.#writeRun();
    const [only, ...others] = this.#runs;
    return others.length === 0 ? only! : this.#merge();
  }

  #writeRun(): void {
    const path = join(this.room.folder, `${this.order}-grams-${this.#runs.length}.run`);
    const writer = new RunWriter(path, this.order);
    const { order } = this;
    const permutation = sortedOrder(this.#columns, this.#used, this.vocabulary);
    for (let i = 0; i < permutation.length;) {
      const first = permutation[i]!;
      let count = 0;
      for (; i < permutation.length && this.#areEqual(first, permutation[i]!); i++) {
        count += this.#counts[permutation[i]!]!;
      }
      for (let k = 0; k < order; k++) writer.put(this.#columns[k]![first]!);
      writer.put(count);
    }
    writer.close();
    this.#runs.push(path);
    this.#used = 0;
  }

  #areEqual(a: number, b: number): boolean {
    for (const column of this.#columns) if (column[a] !== column[b]) return false;
    return true;
  }

  #merge(): string {
    const { order } = this;
    const path = join(this.room.folder, `${order}-grams.merged`);
    const writer = new RunWriter(path, order);
    const readers = this.#runs.map((run) => new NgramReader(run, order)).filter((r) => r.next());
    const current = new Uint32Array(order);
    while (readers.length > 0) {
      let least = readers[0]!;
      for (const reader of readers) {
        if (compareWords(reader.words, least.words, order) < 0) least = reader;
      }
      current.set(least.words);
      let count = 0;
      for (let i = readers.length - 1; i >= 0; i--) {
        const reader = readers[i]!;
        if (compareWords(reader.words, current, order) !== 0) continue;
        count += reader.count;
        if (!reader.next()) readers.splice(i, 1);
      }
      for (let k = 0; k < order; k++) writer.put(current[k]!);
      writer.put(count);
    }
    writer.close();
    for (const run of this.#runs) rmSync(run);
    return path;
  }
}

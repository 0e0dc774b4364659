/**
 * N-grams in memory, to be sorted and counted. Most fit into numbers and are sorted as such, by their first word and
 * then natively, which is several times as fast as the way that takes any.
 * @module
 */

/** Collects n-grams of one order. */
export interface NgramChunk {
  readonly isFull: boolean;
  readonly size: number;
  /** Takes the n-gram that begins at `words[at]`. */
  add(words: Uint32Array, at: number): void;
  /** Gives the n-grams in order, each once, and its count behind it, number by number; then none is left. */
  drain(put: (value: number) => void): void;
}

/** Bits of the whole numbers that a float holds exactly. */
const EXACT_BITS = 53;
/** Pieces no longer than this are sorted here: calling the native sort would take longer. */
const SHORT = 24;

/** A chunk for numbers of words below `vocabulary`. */
export function makeChunk(order: number, vocabulary: number, capacity: number): NgramChunk {
  const bits = Math.ceil(Math.log2(Math.max(2, vocabulary)));
  return (order - 1) * bits <= EXACT_BITS
    ? new PackedChunk(order, vocabulary, capacity, 2 ** bits)
    : new ColumnChunk(order, vocabulary, capacity);
}

/** All words of an n-gram but the first make one number. */
class PackedChunk implements NgramChunk {
  size = 0;
  private readonly first: Uint32Array;
  private readonly keys: Float64Array;
  private readonly sorted: Float64Array;
  private readonly starts: Uint32Array;

  constructor(
    private readonly order: number,
    vocabulary: number,
    private readonly capacity: number,
    private readonly scale: number,
  ) {
    this.first = new Uint32Array(capacity);
    this.keys = new Float64Array(capacity);
    this.sorted = new Float64Array(capacity);
    this.starts = new Uint32Array(vocabulary + 1);
  }

  get isFull(): boolean {
    return this.size === this.capacity;
  }

  add(words: Uint32Array, at: number): void {
    let key = 0;
    for (let k = 1; k < this.order; k++) key = key * this.scale + words[at + k]!;
    this.first[this.size] = words[at]!;
    this.keys[this.size++] = key;
  }

  drain(put: (value: number) => void): void {
    const { first, keys, sorted, starts, size, order, scale } = this;
    starts.fill(0);
    for (let i = 0; i < size; i++) starts[first[i]! + 1]! += 1;
    for (let w = 1; w < starts.length; w++) starts[w]! += starts[w - 1]!;
    for (let i = 0; i < size; i++) sorted[starts[first[i]!]!++] = keys[i]!;
    // Each start has now reached the next one.
    const words = new Uint32Array(order);
    for (let w = 0, from = 0; w + 1 < starts.length; w++) {
      const to = starts[w]!;
      if (order > 1) sortPiece(sorted, from, to);
      for (let i = from; i < to;) {
        const key = sorted[i]!;
        const begin = i;
        while (i < to && sorted[i] === key) i += 1;
        let rest = key;
        for (let k = order - 1; k > 0; k--) {
          const higher = Math.floor(rest / scale);
          words[k] = rest - higher * scale;
          rest = higher;
        }
        put(w);
        for (let k = 1; k < order; k++) put(words[k]!);
        put(i - begin);
      }
      from = to;
    }
    this.size = 0;
  }
}

function sortPiece(values: Float64Array, from: number, to: number): void {
  if (to - from > SHORT) {
    values.subarray(from, to).sort();
    return;
  }
  for (let i = from + 1; i < to; i++) {
    const value = values[i]!;
    let at = i;
    for (; at > from && values[at - 1]! > value; at--) values[at] = values[at - 1]!;
    values[at] = value;
  }
}

/** One array for each place in the n-gram. */
class ColumnChunk implements NgramChunk {
  size = 0;
  private readonly columns: readonly Uint32Array[];

  constructor(
    order: number,
    private readonly vocabulary: number,
    private readonly capacity: number,
  ) {
    this.columns = Array.from({ length: order }, () => new Uint32Array(capacity));
  }

  get isFull(): boolean {
    return this.size === this.capacity;
  }

  add(words: Uint32Array, at: number): void {
    const { columns } = this;
    for (let k = 0; k < columns.length; k++) columns[k]![this.size] = words[at + k]!;
    this.size += 1;
  }

  drain(put: (value: number) => void): void {
    const { columns } = this;
    const permutation = sortedOrder(columns, this.size, this.vocabulary);
    for (let i = 0; i < permutation.length;) {
      const first = permutation[i]!;
      const begin = i;
      while (i < permutation.length && this.areEqual(first, permutation[i]!)) i += 1;
      for (const column of columns) put(column[first]!);
      put(i - begin);
    }
    this.size = 0;
  }

  private areEqual(a: number, b: number): boolean {
    for (const column of this.columns) if (column[a] !== column[b]) return false;
    return true;
  }
}

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

/**
 * Levenshtein distance, and the alignment that reaches it.
 * Source: Wagner and Fischer 1974, "The String-to-String Correction Problem".
 * @module
 */

/** Fewest substitutions, insertions and deletions that turn `a` into `b`. */
export function editDistance(a: ArrayLike<unknown>, b: ArrayLike<unknown>): number {
  let row = Int32Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = new Int32Array(b.length + 1);
    next[0] = i;
    for (let j = 1; j <= b.length; j++) {
      const substitution = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next[j] = Math.min(substitution, row[j]! + 1, next[j - 1]! + 1);
    }
    row = next;
  }
  return row[b.length]!;
}

/** What stands across from what; a side is missing where something was deleted or inserted. */
export interface AlignedPair<T> {
  readonly reference?: T;
  readonly hypothesis?: T;
}

/** How a hypothesis differs from its reference. */
export interface Alignment<T> {
  readonly substitutions: number;
  /** In the hypothesis only. */
  readonly insertions: number;
  /** In the reference only. */
  readonly deletions: number;
  readonly correct: number;
  /** In reading order. */
  readonly pairs: readonly AlignedPair<T>[];
}

/** A cell whose move is neither of these was reached by a pair. */
const DELETION = 1;
const INSERTION = 2;

/** The last move of a cheapest way to every cell: `(reference + 1) × (hypothesis + 1)`, row-major. */
function cheapestMoves<T>(reference: ArrayLike<T>, hypothesis: ArrayLike<T>): Uint8Array {
  const columns = hypothesis.length + 1;
  const moves = new Uint8Array((reference.length + 1) * columns).fill(INSERTION, 1, columns);
  let row = Int32Array.from({ length: columns }, (_, j) => j);
  for (let i = 1; i <= reference.length; i++) {
    const next = new Int32Array(columns);
    next[0] = i;
    moves[i * columns] = DELETION;
    for (let j = 1; j < columns; j++) {
      const pair = row[j - 1]! + (reference[i - 1] === hypothesis[j - 1] ? 0 : 1);
      const deletion = row[j]! + 1;
      const insertion = next[j - 1]! + 1;
      const cost = Math.min(pair, deletion, insertion);
      next[j] = cost;
      if (cost !== pair) moves[i * columns + j] = cost === deletion ? DELETION : INSERTION;
    }
    row = next;
  }
  return moves;
}

/**
 * A cheapest alignment; among equally cheap ones, the one that pairs as late as it can. Takes a byte for every
 * pair of entries, so give it utterances, not books.
 */
export function align<T>(reference: ArrayLike<T>, hypothesis: ArrayLike<T>): Alignment<T> {
  const columns = hypothesis.length + 1;
  const moves = cheapestMoves(reference, hypothesis);
  const pairs: AlignedPair<T>[] = [];
  let [substitutions, insertions, deletions, correct] = [0, 0, 0, 0];
  let [i, j] = [reference.length, hypothesis.length];
  while (i > 0 || j > 0) {
    const move = moves[i * columns + j];
    if (move === DELETION) {
      deletions += 1;
      pairs.push({ reference: reference[--i]! });
    } else if (move === INSERTION) {
      insertions += 1;
      pairs.push({ hypothesis: hypothesis[--j]! });
    } else {
      const pair = { reference: reference[--i]!, hypothesis: hypothesis[--j]! };
      if (pair.reference === pair.hypothesis) correct += 1;
      else substitutions += 1;
      pairs.push(pair);
    }
  }
  return { substitutions, insertions, deletions, correct, pairs: pairs.reverse() };
}

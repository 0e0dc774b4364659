/**
 * The words that hypotheses of a lexicon beam have completed: records that point at the one before them, and, where
 * two ways met in one hypothesis, at the way that lost and by how much (a lattice).
 * @module
 */
import { pairHash } from './hypotheses';

const FIRST_CAPACITY = 4096;
/** Other ways that a record remembers; more give no text that an n-best list of usual length would show. */
const MOST_ALTERNATIVES = 8;

/** The record before any word. */
export const NO_WORDS = 0;

/** What a copy of histories holds; R records, A alternatives. */
export interface HistoryArrays {
  readonly count: number;
  /** R: the record before. */
  readonly previous: Int32Array;
  /** R: entry of the lexicon, so a word and the way it was said. */
  readonly entry: Int32Array;
  /** R: steps at which the first phone began, and after the last phone began. */
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** R: equal for equal words. */
  readonly hash: Int32Array;
  /** R: first alternative, −1 for none. */
  readonly alternative: Int32Array;
  readonly alternatives: number;
  /** A: the record that lost. */
  readonly lost: Int32Array;
  /** A: by how much. */
  readonly loss: Float64Array;
  /** A: the next alternative of the same record, −1 for none. */
  readonly nextAlternative: Int32Array;
}

const INT_FIELDS = ['previous', 'entry', 'start', 'end', 'hash', 'alternative'] as const;

function larger<T extends Int32Array | Float64Array>(old: T, size: number): T {
  const made = new (old.constructor as new (size: number) => T)(size);
  made.set(old);
  return made;
}

/** Records that can be added to; unreachable ones are thrown away by {@link WordHistories.compact}. */
export class WordHistories implements HistoryArrays {
  count = 0;
  previous = new Int32Array(FIRST_CAPACITY);
  entry = new Int32Array(FIRST_CAPACITY);
  start = new Int32Array(FIRST_CAPACITY);
  end = new Int32Array(FIRST_CAPACITY);
  hash = new Int32Array(FIRST_CAPACITY);
  alternative = new Int32Array(FIRST_CAPACITY);
  alternatives = 0;
  lost = new Int32Array(FIRST_CAPACITY);
  loss = new Float64Array(FIRST_CAPACITY);
  nextAlternative = new Int32Array(FIRST_CAPACITY);

  constructor() {
    this.add(NO_WORDS, -1, 0, 0, 0);
  }

  /** A record of one word more. `word` is any number that stands for the word. */
  add(previous: number, entry: number, word: number, start: number, end: number): number {
    if (this.count === this.previous.length) {
      for (const field of INT_FIELDS) this[field] = larger(this[field], this.count * 2);
    }
    const made = this.count++;
    this.previous[made] = previous;
    this.entry[made] = entry;
    this.start[made] = start;
    this.end[made] = end;
    this.hash[made] = entry < 0 ? 0 : pairHash(this.hash[previous]!, word + 1);
    this.alternative[made] = -1;
    return made;
  }

  /** Remembers that `lost` met `winner` in one hypothesis, with a score that was lower by `loss`. */
  addAlternative(winner: number, lost: number, loss: number): void {
    let length = 0;
    let worst = -1;
    for (let each = this.alternative[winner]!; each >= 0; each = this.nextAlternative[each]!) {
      if (this.hash[this.lost[each]!] === this.hash[lost]) {
        if (loss < this.loss[each]!) {
          this.loss[each] = loss;
          this.lost[each] = lost;
        }
        return;
      }
      if (worst < 0 || this.loss[each]! > this.loss[worst]!) worst = each;
      length += 1;
    }
    if (length >= MOST_ALTERNATIVES) {
      if (this.loss[worst]! <= loss) return;
      this.lost[worst] = lost;
      this.loss[worst] = loss;
      return;
    }
    this.append(winner, lost, loss);
  }

  private append(winner: number, lost: number, loss: number): void {
    if (this.alternatives === this.lost.length) {
      const size = this.lost.length * 2;
      this.lost = larger(this.lost, size);
      this.loss = larger(this.loss, size);
      this.nextAlternative = larger(this.nextAlternative, size);
    }
    const made = this.alternatives++;
    this.lost[made] = lost;
    this.loss[made] = loss;
    this.nextAlternative[made] = this.alternative[winner]!;
    this.alternative[winner] = made;
  }

  /** Throws away what none of the first `count` of `roots` leads to, and renumbers `roots`. */
  compact(roots: Int32Array, count: number): void {
    const kept = this.reachable(roots, count);
    const numbers = new Int32Array(this.count);
    const old = this.copy();
    this.count = 0;
    this.alternatives = 0;
    for (let r = 0; r < old.count; r++) {
      if (kept[r] === 0) continue;
      const made = this.count++;
      numbers[r] = made;
      this.previous[made] = numbers[old.previous[r]!]!;
      this.entry[made] = old.entry[r]!;
      this.start[made] = old.start[r]!;
      this.end[made] = old.end[r]!;
      this.hash[made] = old.hash[r]!;
      this.alternative[made] = -1;
    }
    for (let r = 0; r < old.count; r++) {
      if (kept[r] === 0) continue;
      for (let each = old.alternative[r]!; each >= 0; each = old.nextAlternative[each]!) {
        this.append(numbers[r]!, numbers[old.lost[each]!]!, old.loss[each]!);
      }
    }
    for (let i = 0; i < count; i++) roots[i] = numbers[roots[i]!]!;
  }

  private reachable(roots: Int32Array, count: number): Uint8Array {
    const kept = new Uint8Array(this.count);
    kept[NO_WORDS] = 1;
    const waiting = Array.from(roots.subarray(0, count));
    for (let record = waiting.pop(); record !== undefined; record = waiting.pop()) {
      if (kept[record] === 1) continue;
      kept[record] = 1;
      waiting.push(this.previous[record]!);
      for (let each = this.alternative[record]!; each >= 0; each = this.nextAlternative[each]!) {
        waiting.push(this.lost[each]!);
      }
    }
    return kept;
  }

  /** Takes over what a copy holds. */
  restore(from: HistoryArrays): void {
    const size = Math.max(FIRST_CAPACITY, from.count);
    this.count = from.count;
    for (const field of INT_FIELDS) this[field] = larger(from[field], size) as typeof this.hash;
    this.alternatives = from.alternatives;
    const links = Math.max(FIRST_CAPACITY, from.alternatives);
    this.lost = larger(from.lost, links) as typeof this.lost;
    this.loss = larger(from.loss, links) as typeof this.loss;
    this.nextAlternative = larger(from.nextAlternative, links) as typeof this.lost;
  }

  /** A copy that stays as it is. */
  copy(): HistoryArrays {
    const { count, alternatives } = this;
    return {
      count,
      previous: this.previous.slice(0, count),
      entry: this.entry.slice(0, count),
      start: this.start.slice(0, count),
      end: this.end.slice(0, count),
      hash: this.hash.slice(0, count),
      alternative: this.alternative.slice(0, count),
      alternatives,
      lost: this.lost.slice(0, alternatives),
      loss: this.loss.slice(0, alternatives),
      nextAlternative: this.nextAlternative.slice(0, alternatives),
    };
  }
}

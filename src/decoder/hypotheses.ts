/**
 * The hypotheses of a lexicon beam in flat arrays, so that no frame makes objects: each stands at a node of the
 * lexicon with a state of the word model, and there is only one for each such pair.
 * @module
 */
import { logAdd } from '../base/log-domain';

const FIRST_CAPACITY = 1024;
/** Slots of the table for each hypothesis: half empty at worst, so that a search ends soon. */
const SLOTS = 4;
/** Odd multipliers that spread keys over 32 bits (Knuth's golden ratio, and one of MurmurHash3). */
const SPREAD_NODE = 0x9e3779b1;
const SPREAD_CONTEXT = 0x85ebca6b;
const SPREAD_SHIFT = 15;
const TWO_32 = 4294967296;

/** A number of 32 bits for a pair of a context (a whole number below 2^53) and a node. */
export function pairHash(context: number, node: number): number {
  const low = Math.imul(context | 0, SPREAD_CONTEXT);
  const high = Math.imul(Math.floor(context / TWO_32), SPREAD_NODE);
  const mixed = Math.imul(node, SPREAD_NODE) ^ low ^ high;
  return (mixed ^ (mixed >>> SPREAD_SHIFT)) >>> 0;
}

/** What a copy of hypotheses holds; arrays have one place for each. */
export interface HypothesisArrays {
  readonly count: number;
  /** Node of the lexicon. */
  readonly node: Int32Array;
  /** State of the word model after the words that are complete. */
  readonly context: Float64Array;
  /** Record of the words that are complete. */
  readonly history: Int32Array;
  /** Score of the alignments that end in a blank: sound, and language of the complete words. */
  readonly blank: Float64Array;
  /** Of those that end in the node's phone. */
  readonly label: Float64Array;
  /** What the words that may follow add at best; for pruning only. */
  readonly ahead: Float64Array;
  /** Step of the first phone of the word that is being said. */
  readonly start: Int32Array;
  /** Step at which the node's phone began. */
  readonly last: Int32Array;
}

/** Hypotheses that can be added to, found and pruned. */
export class Hypotheses implements HypothesisArrays {
  count = 0;
  node = new Int32Array(FIRST_CAPACITY);
  context = new Float64Array(FIRST_CAPACITY);
  history = new Int32Array(FIRST_CAPACITY);
  blank = new Float64Array(FIRST_CAPACITY);
  label = new Float64Array(FIRST_CAPACITY);
  ahead = new Float64Array(FIRST_CAPACITY);
  start = new Int32Array(FIRST_CAPACITY);
  last = new Int32Array(FIRST_CAPACITY);
  /** Hypothesis number by slot, valid where `stamp` is the current generation. */
  private slots = new Int32Array(FIRST_CAPACITY * SLOTS);
  private stamp = new Uint32Array(FIRST_CAPACITY * SLOTS);
  private generation = 1;

  /** Forgets all hypotheses. */
  clear(): void {
    this.count = 0;
    this.generation += 1;
  }

  /** The hypothesis at `node` in `context`; a new one, of score −∞, if there is none yet. */
  at(context: number, node: number): number {
    const mask = this.slots.length - 1;
    let slot = pairHash(context, node) & mask;
    while (this.stamp[slot] === this.generation) {
      const found = this.slots[slot]!;
      if (this.node[found] === node && this.context[found] === context) return found;
      slot = (slot + 1) & mask;
    }
    if (this.count === this.node.length) {
      this.grow();
      return this.at(context, node);
    }
    const made = this.count++;
    this.stamp[slot] = this.generation;
    this.slots[slot] = made;
    this.node[made] = node;
    this.context[made] = context;
    this.blank[made] = -Infinity;
    this.label[made] = -Infinity;
    return made;
  }

  /** Score of all alignments of a hypothesis: their sum, or the best of them. */
  total(i: number, sum: boolean): number {
    const [blank, label] = [this.blank[i]!, this.label[i]!];
    return sum ? logAdd(blank, label) : Math.max(blank, label);
  }

  /** Puts hypothesis `from` in the place of `to`; for pruning, after which none is searched before `clear`. */
  private move(from: number, to: number): void {
    this.node[to] = this.node[from]!;
    this.context[to] = this.context[from]!;
    this.history[to] = this.history[from]!;
    this.blank[to] = this.blank[from]!;
    this.label[to] = this.label[from]!;
    this.ahead[to] = this.ahead[from]!;
    this.start[to] = this.start[from]!;
    this.last[to] = this.last[from]!;
  }

  /** Keeps those for which `value[i] >= floor`, in their order. */
  keep(value: Float64Array, floor: number): void {
    let kept = 0;
    for (let i = 0; i < this.count; i++) {
      if (!(value[i]! >= floor)) continue;
      if (kept !== i) this.move(i, kept);
      kept += 1;
    }
    this.count = kept;
  }

  /** Takes over what a copy holds. */
  restore(from: HypothesisArrays): void {
    this.clear();
    while (this.node.length < from.count) this.grow();
    this.count = from.count;
    this.node.set(from.node);
    this.context.set(from.context);
    this.history.set(from.history);
    this.blank.set(from.blank);
    this.label.set(from.label);
    this.ahead.set(from.ahead);
    this.start.set(from.start);
    this.last.set(from.last);
  }

  /** A copy that stays as it is. */
  copy(): HypothesisArrays {
    const { count } = this;
    return {
      count,
      node: this.node.slice(0, count),
      context: this.context.slice(0, count),
      history: this.history.slice(0, count),
      blank: this.blank.slice(0, count),
      label: this.label.slice(0, count),
      ahead: this.ahead.slice(0, count),
      start: this.start.slice(0, count),
      last: this.last.slice(0, count),
    };
  }

  private grow(): void {
    const size = this.node.length * 2;
    const ints = (old: Int32Array): Int32Array<ArrayBuffer> => {
      const larger = new Int32Array(size);
      larger.set(old);
      return larger;
    };
    const floats = (old: Float64Array): Float64Array<ArrayBuffer> => {
      const larger = new Float64Array(size);
      larger.set(old);
      return larger;
    };
    this.node = ints(this.node);
    this.history = ints(this.history);
    this.start = ints(this.start);
    this.last = ints(this.last);
    this.context = floats(this.context);
    this.blank = floats(this.blank);
    this.label = floats(this.label);
    this.ahead = floats(this.ahead);
    this.slots = new Int32Array(size * SLOTS);
    this.stamp = new Uint32Array(size * SLOTS);
    this.generation = 1;
    const mask = this.slots.length - 1;
    for (let i = 0; i < this.count; i++) {
      let slot = pairHash(this.context[i]!, this.node[i]!) & mask;
      while (this.stamp[slot] === this.generation) slot = (slot + 1) & mask;
      this.stamp[slot] = this.generation;
      this.slots[slot] = i;
    }
  }
}

/**
 * The steps of a lexicon beam search over one frame of CTC log posteriors: stay, go on within a word, end a word,
 * merge, prune. Each reads the hypotheses of the frame before and adds to those of this one.
 * @module
 */
import { logAdd } from '../base/log-domain';
import type { Hypotheses } from './hypotheses';
import type { LexiconScores } from './lexicon-scores';
import type { WordHistories } from './word-histories';

/** What bounds the search of a frame. */
export interface Bounds {
  /** Hypotheses whose score with look-ahead lies further below the best are dropped. */
  readonly range: number;
  /** Most hypotheses after a frame. */
  readonly width: number;
  /** Whether alignments of the same words are summed; otherwise the best one counts. */
  readonly sum: boolean;
  /** Of two ways that meet, the one that loses by more than this is forgotten. */
  readonly latticeRange: number;
}

/** One frame at work. */
export interface Frame {
  readonly scores: LexiconScores;
  readonly histories: WordHistories;
  readonly bounds: Bounds;
  readonly from: Hypotheses;
  readonly into: Hypotheses;
  /** Weighted log posterior by class; the blank is the last. */
  readonly sound: Float64Array;
  /** Phones worth going on with, the first `phoneCount` of it. */
  readonly phones: Uint8Array;
  readonly phoneCount: number;
  /** Child of the root by phone, 0 for none. */
  readonly firstNodes: Int32Array;
  /** Number of the frame in the utterance. */
  readonly step: number;
  /** Highest of `sound` among phones, −∞ where none is worth following. */
  readonly loudest: number;
  /** Best score with look-ahead so far: rises while the frame is at work. */
  best: number;
}

/** Notes which words came before and when the phones began, where `score` is better than what was there. */
export function merge(
  frame: Frame,
  to: number,
  score: number,
  history: number,
  start: number,
  last: number,
): void {
  const { into, histories, bounds } = frame;
  const old = Math.max(into.blank[to]!, into.label[to]!);
  const better = score > old;
  const same = old === -Infinity || histories.hash[into.history[to]!] === histories.hash[history];
  if (!same) {
    const loss = Math.abs(score - old);
    const [winner, lost] = better ? [history, into.history[to]!] : [into.history[to]!, history];
    if (loss <= bounds.latticeRange) histories.addAlternative(winner, lost, loss);
  }
  // Ways with other words are not summed: the words that stand are those of one.
  const summed = bounds.sum && same ? logAdd(into.label[to]!, score) : score;
  if (summed > into.label[to]!) into.label[to] = summed;
  if (better) {
    into.history[to] = history;
    into.start[to] = start;
    into.last[to] = last;
  }
}

/** Alignments that stay at their node: into a blank, or on in the same phone. Before any other step of the frame. */
export function stay(frame: Frame): void {
  const { from, into, sound, bounds, scores } = frame;
  const { phone } = scores.lexicon;
  const blankSound = sound[sound.length - 1]!;
  for (let i = 0; i < from.count; i++) {
    const node = from.node[i]!;
    const to = into.at(from.context[i]!, node);
    into.blank[to] = from.total(i, bounds.sum) + blankSound;
    into.label[to] = node === 0 ? -Infinity : from.label[i]! + sound[phone[node]!]!;
    into.history[to] = from.history[i]!;
    into.ahead[to] = from.ahead[i]!;
    into.start[to] = from.start[i]!;
    into.last[to] = from.last[i]!;
    const reached = Math.max(into.blank[to], into.label[to]) + into.ahead[to];
    if (reached > frame.best) frame.best = reached;
  }
}

/** Adds the way to `node` in `context` if it may survive. */
function arrive(frame: Frame, context: number, node: number, score: number, ahead: number): number {
  const reached = score + ahead;
  if (!(reached >= frame.best - frame.bounds.range)) return -1;
  if (reached > frame.best) frame.best = reached;
  const to = frame.into.at(context, node);
  frame.into.ahead[to] = ahead;
  return to;
}

/**
 * Whether hypothesis `i` may lead to one that survives the frame. Nearly no look-ahead rises from a node to the next,
 * so what is behind already, even with the best phone, need not be looked up.
 */
export function leads(frame: Frame, i: number): boolean {
  const { from, bounds } = frame;
  const reached = from.total(i, bounds.sum) + from.ahead[i]! + frame.loudest;
  return reached >= frame.best - bounds.range;
}

/** Goes on from hypothesis `i` to the phones that may follow within its word. */
export function extend(frame: Frame, i: number): void {
  const { from, sound, scores, bounds } = frame;
  const { phone, firstChild } = scores.lexicon;
  const node = from.node[i]!;
  const context = from.context[i]!;
  const total = from.total(i, bounds.sum);
  for (let child = firstChild[node]!; child < firstChild[node + 1]!; child++) {
    const unit = phone[child]!;
    // A repeated phone is a new one only behind a blank.
    const score = (unit === phone[node] ? from.blank[i]! : total) + sound[unit]!;
    // A look-ahead is a log probability and so below 0 but for the bonus of a word.
    if (!(score >= frame.best - bounds.range)) continue;
    const to = arrive(frame, context, child, score, scores.ahead(context, child));
    if (to < 0) continue;
    const start = node === 0 ? frame.step : from.start[i]!;
    merge(frame, to, score, from.history[i]!, start, frame.step);
  }
}

/** Ends the words of hypothesis `i`, each followed by the first phone of a next one. */
export function endWords(frame: Frame, i: number): void {
  const { from, sound, scores, bounds, histories } = frame;
  const { phone, firstEntry, ownEnd } = scores.lexicon;
  const node = from.node[i]!;
  const total = from.total(i, bounds.sum);
  for (let entry = firstEntry[node]!; entry < ownEnd[node]!; entry++) {
    const slot = scores.lookUp(from.context[i]!, entry);
    const [language, next] = [scores.scoreAt(slot), scores.nextAt(slot)];
    let record = -1;
    for (let p = 0; p < frame.phoneCount; p++) {
      const unit = frame.phones[p]!;
      const child = frame.firstNodes[unit]!;
      if (child === 0) continue;
      const score = (unit === phone[node] ? from.blank[i]! : total) + language + sound[unit]!;
      if (!(score >= frame.best - bounds.range)) continue;
      const to = arrive(frame, next, child, score, scores.ahead(next, child));
      if (to < 0) continue;
      if (record < 0) {
        const word = scores.wordOf(entry);
        const [start, end] = [from.start[i]!, from.last[i]! + 1];
        record = histories.add(from.history[i]!, entry, word, start, end);
      }
      merge(frame, to, score, record, frame.step, frame.step);
    }
  }
}

/** Bins of the histogram that finds the score of the last one within the width. */
const BINS = 512;
const histogram = new Int32Array(BINS);
let values = new Float64Array(BINS);

/** Keeps hypotheses within the range of the best, and about `width` of them at most: those in the best bins. */
export function prune(hypotheses: Hypotheses, bounds: Bounds): void {
  const { count } = hypotheses;
  if (values.length < count) values = new Float64Array(2 * count);
  let best = -Infinity;
  for (let i = 0; i < count; i++) {
    const value = hypotheses.total(i, bounds.sum) + hypotheses.ahead[i]!;
    values[i] = value;
    if (value > best) best = value;
  }
  let floor = best - bounds.range;
  if (count > bounds.width && Number.isFinite(bounds.range)) {
    const scale = BINS / bounds.range;
    histogram.fill(0);
    for (let i = 0; i < count; i++) {
      const bin = Math.floor((best - values[i]!) * scale);
      if (bin < BINS) histogram[bin] = histogram[bin]! + 1;
    }
    let [bin, kept] = [0, histogram[0]!];
    while (bin < BINS - 1 && kept + histogram[bin + 1]! <= bounds.width) kept += histogram[++bin]!;
    floor = Math.max(floor, best - (bin + 1) / scale);
  }
  hypotheses.keep(values, floor);
}

/**
 * Words of a lexicon beam while somebody is still speaking: those that stay, and those that may still change.
 * @module
 */
import type { Matrix } from '../base/matrix';
import type { HypothesisArrays } from './hypotheses';
import type { LexiconBeamState, LexiconSearch } from './lexicon-beam';
import { lexiconBeamBest } from './lexicon-best';
import { NO_WORDS } from './word-histories';

/** Everything that goes from one call to the next; a plain value. */
export interface LexiconLive {
  readonly beam: LexiconBeamState;
  /** Words that every later state begins with. */
  readonly committed: readonly string[];
  /** Words of the best hypothesis after those; the last one may be the beginning of a longer one. */
  readonly tentative: readonly string[];
}

/** The state before the first step. */
export function lexiconLiveStart(search: LexiconSearch): LexiconLive {
  return { beam: search.start(), committed: [], tentative: [] };
}

/**
 * Goes on over the next T × 40 log posteriors; `live` stays as it is.
 * @param settledSteps A word of the best hypothesis that ended so long ago stays, even where others would have another
 * in its place.
 */
export function lexiconLiveAdvance(
  search: LexiconSearch,
  live: LexiconLive,
  logPosteriors: Matrix,
  settledSteps: number,
): LexiconLive {
  const beam = search.advance(live.beam, logPosteriors);
  const { hypotheses, histories, steps } = beam;
  const records = Array.from({ length: hypotheses.count }, (_, i) =>
    recordsOf(beam, hypotheses.history[i]!),
  );
  const words = records.map((own) =>
    own.map((record) => search.lexicon.words[search.lexicon.entryWord[histories.entry[record]!]!]!),
  );
  const best = bestOf(hypotheses);
  if (best < 0) return { ...live, beam };
  const settled = records[best]!.filter((record) => histories.end[record]! <= steps - settledSteps);
  const stays = Math.max(live.committed.length, settled.length, agreed(words));
  const committed = words[best]!.slice(0, stays);
  const kept = words.map((own) => committed.every((word, i) => own[i] === word));
  return {
    beam: { ...beam, hypotheses: chosen(hypotheses, kept) },
    committed,
    tentative: [...words[best]!.slice(stays), ...wordAt(search, hypotheses, best)],
  };
}

/**
 * The same as if the utterance ended here, as it may in a pause: while it goes on, the best hypothesis is often on the way
 * to a longer word, and the last word is missing.
 */
export function lexiconLiveEnding(search: LexiconSearch, live: LexiconLive): LexiconLive {
  const [best] = lexiconBeamBest(search, live.beam, 1);
  if (!best) return live;
  const words = best.words.map(({ word }) => word);
  return { ...live, tentative: words.slice(live.committed.length) };
}

/** Records of the complete words behind `history`, in order. */
function recordsOf({ histories }: LexiconBeamState, history: number): number[] {
  const records: number[] = [];
  for (let h = history; h !== NO_WORDS; h = histories.previous[h]!) records.push(h);
  return records.reverse();
}

/** The word that a hypothesis has just said to its end, if it has: it is complete only when the next one begins. */
function wordAt(
  { lexicon, scores }: LexiconSearch,
  { node, context }: HypothesisArrays,
  hypothesis: number,
): string[] {
  const at = node[hypothesis]!;
  let [best, value] = [-1, -Infinity];
  for (let entry = lexicon.firstEntry[at]!; entry < lexicon.ownEnd[at]!; entry++) {
    const score = scores.scoreAt(scores.lookUp(context[hypothesis]!, entry));
    if (score > value) [best, value] = [entry, score];
  }
  return best < 0 ? [] : [lexicon.words[lexicon.entryWord[best]!]!];
}

function bestOf({ count, blank, label, ahead }: HypothesisArrays): number {
  let [best, value] = [-1, -Infinity];
  for (let i = 0; i < count; i++) {
    const reached = Math.max(blank[i]!, label[i]!) + ahead[i]!;
    if (reached > value) [best, value] = [i, reached];
  }
  return best;
}

/** How many words all hypotheses begin with alike. */
function agreed([first, ...others]: readonly (readonly string[])[]): number {
  let count = first?.length ?? 0;
  for (const own of others) {
    let alike = 0;
    while (alike < count && own[alike] === first![alike]) alike++;
    count = alike;
  }
  return count;
}

/** Those of the hypotheses that are to be kept. */
function chosen(hypotheses: HypothesisArrays, kept: readonly boolean[]): HypothesisArrays {
  const isKept = (_: number, i: number): boolean => kept[i]!;
  return {
    count: kept.filter(Boolean).length,
    node: hypotheses.node.filter(isKept),
    context: hypotheses.context.filter(isKept),
    history: hypotheses.history.filter(isKept),
    blank: hypotheses.blank.filter(isKept),
    label: hypotheses.label.filter(isKept),
    ahead: hypotheses.ahead.filter(isKept),
    start: hypotheses.start.filter(isKept),
    last: hypotheses.last.filter(isKept),
  };
}

/**
 * The best word sequences of a lexicon beam, with their scores, times and phones.
 * @module
 */
import { phonesTo } from '../language/lexicon';
import type { LexiconBeamState, LexiconSearch } from './lexicon-beam';
import { pairHash } from './hypotheses';
import { NO_WORDS } from './word-histories';

/** A word, how it was said, and when. */
export interface HeardWord {
  readonly word: string;
  /** Indices into PHONES. */
  readonly phones: Uint8Array;
  /** First frame of the first phone; frame after the last phone began. */
  readonly start: number;
  readonly end: number;
}

/** One reading of an utterance. */
export interface HeardWords {
  readonly words: readonly HeardWord[];
  /** Weighted: sound, language and words. */
  readonly score: number;
  /** Natural log probability of the words with the end, without weight. */
  readonly language: number;
}

/** A way that waits: the history that is still to be read, the words behind it, and what it costs. */
interface Way {
  readonly score: number;
  readonly history: number;
  readonly tail: readonly Step[];
}

/** A word of a way: entry of the lexicon and frames. */
interface Step {
  readonly entry: number;
  readonly start: number;
  readonly end: number;
}

/** Ways that are looked at for each text that is asked for: most repeat a text with other times. */
const WAYS_PER_TEXT = 50;

/** Ends of all hypotheses: a word that is whole, or one that the input cuts off, which is left out. */
function endings(search: LexiconSearch, state: LexiconBeamState): Way[] {
  const { scores, lexicon, options } = search;
  const { hypotheses } = state;
  const ways: Way[] = [];
  for (let i = 0; i < hypotheses.count; i++) {
    const [node, context] = [hypotheses.node[i]!, hypotheses.context[i]!];
    const history = hypotheses.history[i]!;
    const total = Math.max(hypotheses.blank[i]!, hypotheses.label[i]!);
    const cut = node === 0 ? 0 : options.cutWordCost;
    ways.push({ score: total + scores.endScore(context) - cut, history, tail: [] });
    const [start, end] = [hypotheses.start[i]!, hypotheses.last[i]! + 1];
    for (let entry = lexicon.firstEntry[node]!; entry < lexicon.ownEnd[node]!; entry++) {
      const slot = scores.lookUp(context, entry);
      const score = total + scores.scoreAt(slot) + scores.endScore(scores.nextAt(slot));
      if (score > -Infinity) ways.push({ score, history, tail: [{ entry, start, end }] });
    }
  }
  return ways;
}

/** Ways in a heap, best first. */
class WayHeap {
  private readonly heap: Way[] = [];

  push(way: Way): void {
    const { heap } = this;
    let at = heap.push(way) - 1;
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (heap[up]!.score >= heap[at]!.score) break;
      [heap[up], heap[at]] = [heap[at]!, heap[up]!];
      at = up;
    }
  }

  pop(): Way | undefined {
    const { heap } = this;
    const top = heap[0];
    const last = heap.pop();
    if (top === undefined || last === undefined || heap.length === 0) return top;
    heap[0] = last;
    for (let at = 0; ;) {
      let down = 2 * at + 1;
      if (down >= heap.length) return top;
      if (down + 1 < heap.length && heap[down + 1]!.score > heap[down]!.score) down += 1;
      if (heap[at]!.score >= heap[down]!.score) return top;
      [heap[at], heap[down]] = [heap[down]!, heap[at]!];
      at = down;
    }
  }
}

/**
 * The `count` best readings of what was heard so far, as if it ended here; different words each, best first.
 * Their scores are exact for the best one; others are as good as the beam's meeting points are.
 */
export function lexiconBeamBest(
  search: LexiconSearch,
  state: LexiconBeamState,
  count: number,
): HeardWords[] {
  const { histories } = state;
  const heap = new WayHeap();
  for (const way of endings(search, state)) heap.push(way);
  const found: HeardWords[] = [];
  const texts = new Set<string>();
  const expanded = new Set<string>();
  for (let tried = 0; found.length < count && tried < WAYS_PER_TEXT * count; tried++) {
    const way = heap.pop();
    if (!way) break;
    const heard = readBack(search, state, way);
    const text = heard.words.map(({ word }) => word).join(' ');
    if (!texts.has(text)) {
      texts.add(text);
      found.push(heard);
    }
    // Leave the way at each of its records for one that lost there.
    let { history, tail } = way;
    for (;;) {
      const key = `${history} ${tailHash(tail)}`;
      if (expanded.has(key)) break;
      expanded.add(key);
      for (let a = histories.alternative[history]!; a >= 0; a = histories.nextAlternative[a]!) {
        heap.push({ score: way.score - histories.loss[a]!, history: histories.lost[a]!, tail });
      }
      if (history === NO_WORDS) break;
      tail = [stepOf(state, history), ...tail];
      history = histories.previous[history]!;
    }
  }
  return found;
}

function tailHash(tail: readonly Step[]): number {
  return tail.reduce((hash, { entry }) => pairHash(hash, entry + 1), 0);
}

function stepOf({ histories }: LexiconBeamState, record: number): Step {
  return {
    entry: histories.entry[record]!,
    start: histories.start[record]!,
    end: histories.end[record]!,
  };
}

function readBack(search: LexiconSearch, state: LexiconBeamState, way: Way): HeardWords {
  const { lexicon, model, scores } = search;
  const steps = [...way.tail].reverse();
  for (let h = way.history; h !== NO_WORDS; h = state.histories.previous[h]!) {
    steps.push(stepOf(state, h));
  }
  let context = model.start;
  let language = 0;
  const words = steps.reverse().map(({ entry, start, end }) => {
    const id = scores.wordOf(entry);
    language += model.score(context, id);
    context = model.next(context, id);
    return {
      ...{ word: lexicon.words[lexicon.entryWord[entry]!]!, start, end },
      phones: phonesTo(lexicon, lexicon.entryNode[entry]!),
    };
  });
  return { words, score: way.score, language: language + model.score(context, model.end) };
}

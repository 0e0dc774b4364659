/**
 * Steps of a lexicon beam over one frame, taken one by one.
 * @module
 */
import { beforeEach, describe, expect, it } from 'vitest';
import { Random } from '../../../src/base/random';
import { Hypotheses } from '../../../src/decoder/hypotheses';
import { LexiconScores } from '../../../src/decoder/lexicon-scores';
import {
  endWords,
  extend,
  leads,
  merge,
  prune,
  stay,
  type Frame,
} from '../../../src/decoder/lexicon-step';
import { NO_WORDS, WordHistories } from '../../../src/decoder/word-histories';
import { makeLexicon } from '../../../src/language/lexicon';
import { encodePhones } from '../../../src/text/phones';
import { bigramModel } from '../../support/word-model';

const [AH, B] = encodePhones('AH B') as unknown as [number, number];
const LEXICON = makeLexicon(
  [
    ['a', 'AH'],
    ['ab', 'AH B'],
  ].map(([word, said]) => ({ word: word!, phones: encodePhones(said!) })),
);
const MODEL = bigramModel(['a', 'ab'], {}, 0.5);
const AH_NODE = LEXICON.firstChild[0]!;
const AB_NODE = LEXICON.firstChild[AH_NODE]!;
const LOG_HALF = Math.log(0.5);

let frame: Frame;
beforeEach(() => {
  const sound = new Float64Array(40).fill(-20);
  sound.set([-1], AH);
  sound.set([-2], B);
  sound[39] = -3;
  const firstNodes = new Int32Array(39);
  firstNodes[AH] = AH_NODE;
  frame = {
    scores: new LexiconScores(LEXICON, MODEL, { alpha: 1, beta: 0, lookAheadEntries: 0 }),
    histories: new WordHistories(),
    bounds: { range: 1000, width: 100, sum: false, latticeRange: 8 },
    from: new Hypotheses(),
    into: new Hypotheses(),
    ...{ sound, phones: Uint8Array.of(AH, B), phoneCount: 2, firstNodes },
    ...{ step: 7, loudest: -1, best: -Infinity },
  };
});

/** Hypothesis in the frame before: at `node` with these scores. */
function before(node: number, blank: number, label: number): number {
  const i = frame.from.at(MODEL.start, node);
  frame.from.blank[i] = blank;
  frame.from.label[i] = label;
  frame.from.history[i] = NO_WORDS;
  return i;
}

describe('stay', () => {
  it('goes into a blank, or on in the same phone', () => {
    before(AH_NODE, -5, -4);
    stay(frame);
    expect([frame.into.blank[0], frame.into.label[0]]).toEqual([-7, -5]);
    expect(frame.best).toBe(-5);
  });

  it('has no phone to go on in at the root', () => {
    before(0, -5, -Infinity);
    stay(frame);
    expect([frame.into.blank[0], frame.into.label[0]]).toEqual([-8, -Infinity]);
  });
});

describe('extend', () => {
  it('goes to the next phone of a word', () => {
    extend(frame, before(AH_NODE, -5, -4));
    expect(frame.into.node[0]).toBe(AB_NODE);
    expect(frame.into.label[0]).toBe(-6);
    expect(frame.into.last[0]).toBe(7);
  });

  it('begins a word at the root, at this step', () => {
    extend(frame, before(0, 0, -Infinity));
    expect(frame.into.node[0]).toBe(AH_NODE);
    expect(frame.into.start[0]).toBe(7);
  });

  it('leaves out what is too far behind', () => {
    frame.best = 0;
    extend({ ...frame, bounds: { ...frame.bounds, range: 3 } }, before(AH_NODE, -5, -4));
    expect(frame.into.count).toBe(0);
  });
});

describe('endWords', () => {
  it('ends a word and begins the next; the same phone again needs a blank between', () => {
    endWords(frame, before(AH_NODE, -5, -4));
    expect(frame.into.count).toBe(1);
    expect(frame.into.node[0]).toBe(AH_NODE);
    expect(frame.into.label[0]).toBeCloseTo(-5 + LOG_HALF - 1);
    expect(frame.into.context[0]).toBe(MODEL.wordId('a'));
    const record = frame.into.history[0]!;
    expect(LEXICON.words[LEXICON.entryWord[frame.histories.entry[record]!]!]).toBe('a');
  });

  it('ends nothing where no word ends', () => {
    endWords(frame, before(0, 0, -Infinity));
    expect(frame.into.count).toBe(0);
  });
});

describe('leads', () => {
  it('is false for what cannot reach the range of the best', () => {
    const i = before(AH_NODE, -5, -4);
    frame.best = 994;
    expect(leads(frame, i)).toBe(true);
    frame.best = 996;
    expect(leads(frame, i)).toBe(false);
  });
});

describe('merge', () => {
  it('keeps the words of the better way, and remembers the other', () => {
    const { into, histories } = frame;
    const [one, two] = [1, 2].map((word) => histories.add(NO_WORDS, 0, word, 0, 1)) as [
      number,
      number,
    ];
    const to = into.at(1, AH_NODE);
    merge(frame, to, -5, one, 0, 3);
    merge(frame, to, -4, two, 1, 4);
    expect([into.label[to], into.history[to], into.start[to], into.last[to]]).toEqual([
      -4,
      two,
      1,
      4,
    ]);
    expect(histories.lost[histories.alternative[two]!]).toBe(one);
    expect(histories.loss[histories.alternative[two]!]).toBe(1);
    merge(frame, to, -20, one, 0, 3);
    expect(into.label[to]).toBe(-4);
    expect(histories.alternatives).toBe(1);
  });

  it('adds alignments of the same words up where that is asked', () => {
    const summing = { ...frame, bounds: { ...frame.bounds, sum: true } };
    const to = frame.into.at(1, AH_NODE);
    merge(summing, to, LOG_HALF, NO_WORDS, 0, 0);
    merge(summing, to, LOG_HALF, NO_WORDS, 0, 0);
    expect(frame.into.label[to]).toBeCloseTo(0);
  });
});

describe('prune', () => {
  it('keeps the best, no more than the width, all within the range', () => {
    const random = new Random(2);
    const all = new Hypotheses();
    for (let i = 0; i < 500; i++) {
      const at = all.at(0, i);
      all.blank[at] = -random.integer(1_000_000) / 50_000;
    }
    const sorted = [...all.blank.subarray(0, 500)].sort((a, b) => b - a);
    prune(all, { range: 10, width: 50, sum: false, latticeRange: 0 });
    const kept = [...all.blank.subarray(0, all.count)].sort((a, b) => b - a);
    expect(kept.length).toBeLessThanOrEqual(50);
    expect(kept.length).toBeGreaterThan(30);
    expect(kept).toEqual(sorted.slice(0, kept.length));
    prune(all, { range: 0.5, width: 50, sum: false, latticeRange: 0 });
    expect(Math.min(...all.blank.subarray(0, all.count))).toBeGreaterThanOrEqual(kept[0]! - 0.5);
  });
});

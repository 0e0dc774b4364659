/**
 * Live words of a lexicon beam: what is committed stays, and comes in time.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { matrix, rowsOf, type Matrix } from '../../../src/base/matrix';
import { Random } from '../../../src/base/random';
import { DEFAULT_LEXICON_BEAM, LexiconSearch } from '../../../src/decoder/lexicon-beam';
import { lexiconBeamBest } from '../../../src/decoder/lexicon-best';
import {
  lexiconLiveAdvance,
  lexiconLiveEnding,
  lexiconLiveStart,
  type LexiconLive,
} from '../../../src/decoder/lexicon-live';
import { makeLexicon } from '../../../src/language/lexicon';
import { encodePhones } from '../../../src/text/phones';
import { surePosteriors } from '../../support/posteriors';
import { bigramModel } from '../../support/word-model';

const CLASSES = 40;
const BLANK = 39;
const WORDS = ['ship', 'sheep', 'eat', 'it'];
const LEXICON = makeLexicon(
  [
    ['ship', 'SH IH P'],
    ['sheep', 'SH IY P'],
    ['eat', 'IY T'],
    ['it', 'IH T'],
  ].map(([word, said]) => ({ word: word!, phones: encodePhones(said!) })),
);
const SEARCH = new LexiconSearch(LEXICON, bigramModel(WORDS), {
  ...DEFAULT_LEXICON_BEAM,
  phoneFloor: -30,
  blankSkip: 0,
});
const SETTLED = 6;

/** All states over `posteriors`, `rows` steps a call. */
function states(posteriors: Matrix, rows: number, settled = SETTLED): LexiconLive[] {
  const all: LexiconLive[] = [];
  let live = lexiconLiveStart(SEARCH);
  for (let at = 0; at < posteriors.rows; at += rows) {
    const part = rowsOf(posteriors, at, Math.min(posteriors.rows, at + rows));
    live = lexiconLiveAdvance(SEARCH, live, part, settled);
    all.push(live);
  }
  return all;
}

function sure(said: string): Matrix {
  const path = said.split(' ').map((name) => (name === '-' ? BLANK : encodePhones(name)[0]!));
  return surePosteriors(path, CLASSES);
}

/** Random log posteriors of the phones that the words use, rather undecided. */
function undecided(random: Random, steps: number): Matrix {
  const used = [...encodePhones('SH IH IY P T'), BLANK];
  const data = new Float32Array(steps * CLASSES).fill(-40);
  for (let t = 0; t < steps; t++) {
    const logits = used.map(() => 1.5 * random.normal());
    const norm = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0));
    used.forEach((unit, i) => (data[t * CLASSES + unit] = logits[i]! - norm));
  }
  return matrix(steps, CLASSES, data);
}

describe('lexiconLiveAdvance', () => {
  it('shows a word when it is said and commits it in time', () => {
    const said = states(sure('- SH IY P - - IH T - - - - - - - - -'), 1);
    const texts = said.map(({ committed, tentative }) => [...committed, ...tentative].join(' '));
    expect(texts[1]).toBe('');
    expect(texts[3]).toBe('sheep');
    expect(texts.at(-1)).toBe('sheep it');
    // The last word may still grow: it stays tentative until the next one begins.
    expect(said.at(-1)!.committed).toEqual(['sheep']);
    expect(said.at(-1)!.tentative).toEqual(['it']);
  });

  it('never changes what is committed, and always goes on from there', () => {
    const random = new Random(6);
    let words = 0;
    for (let round = 0; round < 30; round++) {
      const posteriors = undecided(random, 60);
      let before: readonly string[] = [];
      for (const { committed, beam } of states(posteriors, 1 + random.integer(5))) {
        expect(committed.slice(0, before.length)).toEqual(before);
        expect(beam.hypotheses.count).toBeGreaterThan(0);
        before = committed;
      }
      words += before.length;
    }
    expect(words).toBeGreaterThan(100);
  });

  it('commits later where words must have stood longer', () => {
    const posteriors = undecided(new Random(7), 60);
    const counts = [2, 20].map((settled) =>
      states(posteriors, 5, settled).reduce((n, { committed }) => n + committed.length, 0),
    );
    expect(counts[0]).toBeGreaterThan(counts[1]!);
  });

  it('leaves the state that it starts from as it is', () => {
    const [first] = states(sure('SH IH P - - -'), 6);
    const copy = structuredClone(first);
    lexiconLiveAdvance(SEARCH, first!, sure('IY T - - - - - -'), SETTLED);
    expect(first).toEqual(copy);
  });
});

describe('lexiconLiveEnding', () => {
  it('is the best whole reading, and begins with what is committed', () => {
    const random = new Random(8);
    let different = 0;
    for (let trial = 0; trial < 30; trial++) {
      for (const live of states(undecided(random, 40), 4)) {
        const { committed, tentative } = lexiconLiveEnding(SEARCH, live);
        expect(committed).toEqual(live.committed);
        const [best] = lexiconBeamBest(SEARCH, live.beam, 1);
        expect([...committed, ...tentative]).toEqual(best?.words.map(({ word }) => word));
        if (tentative.join() !== live.tentative.join()) different++;
      }
    }
    expect(different).toBeGreaterThan(0);
  });
});

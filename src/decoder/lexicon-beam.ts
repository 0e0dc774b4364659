/**
 * Lexicon beam search: the words whose phones, in the lexicon's ways to say them, and whose order, by a word model,
 * explain CTC log posteriors of phones best. Score: sound + α · log P(words) + β · number of words.
 *
 * Hypotheses that stand at one node of the lexicon in one state of the word model are one. The state is a value;
 * nothing in it is changed, so any number of ways on may go from it.
 * Sources: Graves and Jaitly 2014 (CTC with words), Ney and Ortmanns 1999 (look-ahead in a pronunciation tree).
 * @module
 */
import type { Matrix } from '../base/matrix';
import { PHONES } from '../text/phones';
import type { Lexicon } from '../language/lexicon';
import type { WordModel } from '../language/word-model';
import { Hypotheses, type HypothesisArrays } from './hypotheses';
import { LexiconScores, type LanguageWeights } from './lexicon-scores';
import { endWords, extend, leads, prune, stay, type Bounds, type Frame } from './lexicon-step';
import { NO_WORDS, WordHistories, type HistoryArrays } from './word-histories';

/** Weights and limits of the search; all scores are natural logarithms. */
export interface LexiconBeamOptions extends LanguageWeights, Bounds {
  /** Factor of the log posteriors. */
  readonly acousticScale: number;
  /** Exponent of the classes' prior that posteriors are divided by; 0 leaves them as they are. */
  readonly priorScale: number;
  /** Log prior by class; none when `priorScale` is 0. */
  readonly logPriors?: readonly number[];
  /** Phones with a lower log posterior start nothing. */
  readonly phoneFloor: number;
  /** A frame with a higher log posterior of the blank changes nothing but scores; 0 for none. */
  readonly blankSkip: number;
  /** What a word that the end of the input cuts off costs against a whole one. */
  readonly cutWordCost: number;
}

/** The defaults; `evaluate` prints what others are worth on a model. */
export const DEFAULT_LEXICON_BEAM: LexiconBeamOptions = {
  alpha: 1,
  beta: 0,
  lookAheadEntries: 0,
  range: 12,
  width: 300,
  sum: false,
  latticeRange: 8,
  acousticScale: 1,
  priorScale: 0,
  phoneFloor: -10,
  blankSkip: -0.005,
  cutWordCost: 10,
};

/** Everything that goes from one call to the next. */
export interface LexiconBeamState {
  readonly hypotheses: HypothesisArrays;
  readonly histories: HistoryArrays;
  /** Frames seen. */
  readonly steps: number;
}

/** Records of words after which those that lead nowhere are thrown away within one call. */
const COMPACT_AT = 65_536;

/** A lexicon, a word model and weights, ready to search: made once, for all utterances of a thread. */
export class LexiconSearch {
  readonly scores: LexiconScores;
  private readonly firstNodes = new Int32Array(PHONES.length);
  /** Work space: nothing of it outlives a call. */
  private readonly histories = new WordHistories();
  private from = new Hypotheses();
  private into = new Hypotheses();
  private readonly sound = new Float64Array(PHONES.length + 1);
  private readonly phones = new Uint8Array(PHONES.length);
  private loudest = -Infinity;

  constructor(
    readonly lexicon: Lexicon,
    readonly model: WordModel,
    readonly options: LexiconBeamOptions = DEFAULT_LEXICON_BEAM,
  ) {
    this.scores = new LexiconScores(lexicon, model, options);
    for (let child = lexicon.firstChild[0]!; child < lexicon.firstChild[1]!; child++) {
      this.firstNodes[lexicon.phone[child]!] = child;
    }
  }

  /** The state before the first frame. */
  start(): LexiconBeamState {
    const hypotheses = new Hypotheses();
    const first = hypotheses.at(this.model.start, 0);
    hypotheses.blank[first] = 0;
    hypotheses.history[first] = NO_WORDS;
    hypotheses.ahead[first] = this.scores.ahead(this.model.start, 0);
    return { hypotheses: hypotheses.copy(), histories: new WordHistories().copy(), steps: 0 };
  }

  /**
   * Goes on over the next T × 40 log posteriors: phones, then the blank. `state` stays as it is.
   * @throws RangeError if there are not as many classes.
   */
  advance(state: LexiconBeamState, logPosteriors: Matrix): LexiconBeamState {
    const { rows, columns, data } = logPosteriors;
    if (columns !== this.sound.length) {
      throw new RangeError(
        `Cannot search words as each frame must have ${this.sound.length} classes: current count is ${columns}`,
      );
    }
    this.from.restore(state.hypotheses);
    this.histories.restore(state.histories);
    for (let t = 0; t < rows; t++) {
      this.frame(data.subarray(t * columns, (t + 1) * columns), state.steps + t);
    }
    this.histories.compact(this.from.history, this.from.count);
    return {
      hypotheses: this.from.copy(),
      histories: this.histories.copy(),
      steps: state.steps + rows,
    };
  }

  private frame(row: Float32Array, step: number): void {
    const { from, into, options } = this;
    const blank = row.length - 1;
    const phoneCount = this.weigh(row);
    if (options.blankSkip < 0 && row[blank]! > options.blankSkip) {
      skip(from, this.sound[blank]!, options.sum);
      return;
    }
    into.clear();
    const frame: Frame = {
      ...{ scores: this.scores, histories: this.histories, bounds: options, from, into, step },
      ...{ sound: this.sound, phones: this.phones, phoneCount, firstNodes: this.firstNodes },
      loudest: phoneCount === 0 ? -Infinity : this.loudest,
      best: -Infinity,
    };
    stay(frame);
    // The best goes first: the others then know what they must reach.
    const first = bestOf(from, options.sum);
    for (let k = -1; k < from.count; k++) {
      const i = k < 0 ? first : k;
      if (i < 0 || k === first || !leads(frame, i)) continue;
      extend(frame, i);
      endWords(frame, i);
    }
    prune(into, options);
    [this.from, this.into] = [into, from];
    if (this.histories.count > COMPACT_AT) {
      this.histories.compact(this.from.history, this.from.count);
    }
  }

  /** Writes a frame's weighted scores and the phones worth following; returns how many those are. */
  private weigh(row: Float32Array): number {
    const { acousticScale, priorScale, logPriors, phoneFloor } = this.options;
    let count = 0;
    for (let c = 0; c < row.length; c++) {
      const prior = priorScale === 0 ? 0 : priorScale * (logPriors?.[c] ?? 0);
      const followed = row[c]! >= phoneFloor;
      const last = c === row.length - 1;
      this.sound[c] = followed || last ? acousticScale * (row[c]! - prior) : -Infinity;
      if (!followed || last) continue;
      this.loudest = Math.max(count === 0 ? -Infinity : this.loudest, this.sound[c]!);
      this.phones[count++] = c;
    }
    return count;
  }
}

/** The hypothesis with the best score and look-ahead, −1 if there is none. */
function bestOf(hypotheses: Hypotheses, sum: boolean): number {
  let [best, value] = [-1, -Infinity];
  for (let i = 0; i < hypotheses.count; i++) {
    const reached = hypotheses.total(i, sum) + hypotheses.ahead[i]!;
    if (reached > value) [best, value] = [i, reached];
  }
  return best;
}

/** A frame that is surely blank: every hypothesis stays, and none goes on in its phone. */
export function skip(hypotheses: Hypotheses, blankSound: number, sum: boolean): void {
  for (let i = 0; i < hypotheses.count; i++) {
    hypotheses.blank[i] = hypotheses.total(i, sum) + blankSound;
    hypotheses.label[i] = -Infinity;
  }
}

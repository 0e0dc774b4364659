/**
 * The first pass: what reads the posteriors of an utterance chunk by chunk while it is spoken. Letters step by step,
 * or, where the model has a lexicon and a word model, the words of a beam over phones.
 * @module
 */
import type { OutputName } from '../acoustic/acoustic-spec';
import type { Matrix } from '../base/matrix';
import { greedyAdvance, greedyStart, type GreedyState } from '../decoder/greedy';
import {
  lexiconLiveAdvance,
  lexiconLiveEnding,
  lexiconLiveStart,
  type LexiconLive,
} from '../decoder/lexicon-live';
import type { LexiconSearch } from '../decoder/lexicon-beam';
import { STEP_SECONDS } from '../features/definition';
import { liveText, WORD_BREAK_STEPS, type LiveText } from './live-text';

/** Reads one utterance. */
export interface FirstPass {
  /** The output of the network that it reads. */
  readonly output: OutputName;
  /** Goes on over the next T × classes log posteriors. */
  accept(posteriors: Matrix): void;
  /** Nothing will be accepted any more: the text is that of an utterance that ends here. */
  finish(): void;
  /** Words so far. */
  readonly text: LiveText;
  /** Whether anything was said. */
  readonly hasUnits: boolean;
  /** Step after the last letter or phone. */
  readonly lastEnd: number;
}

/** A second after its end a word of the live text stays: later sound hardly ever changes it. */
const SETTLED_STEPS = Math.round(1 / STEP_SECONDS);

/** Makes a first pass for each utterance. */
export type OpenFirstPass = () => FirstPass;

/**
 * What both passes know by greedy decoding: whether and until when something was said.
 * @param text Is told the units, and whether the utterance ends here, or may: at its end and in a pause.
 */
function firstPass(
  output: OutputName,
  text: (greedy: GreedyState, ends: boolean) => LiveText,
  hear: (posteriors: Matrix) => void = () => undefined,
): FirstPass {
  let greedy = greedyStart();
  let finished = false;
  return {
    output,
    accept: (posteriors) => {
      greedy = greedyAdvance(greedy, posteriors);
      hear(posteriors);
    },
    finish: () => {
      finished = true;
    },
    get text() {
      const pause = greedy.steps - (greedy.ends.at(-1) ?? 0);
      return text(greedy, finished || pause >= WORD_BREAK_STEPS);
    },
    get hasUnits() {
      return greedy.units.length > 0;
    },
    get lastEnd() {
      return greedy.ends.at(-1) ?? 0;
    },
  };
}

/** Letters by greedy decoding. @param alphabet Units without the blank; ' ' separates words. */
export function lettersFirstPass(alphabet: readonly string[]): FirstPass {
  return firstPass('characters', (greedy) => liveText(greedy, alphabet));
}

/**
 * Words by a beam over phones; none before the first phone, since a word model would babble into silence. While there is no
 * whole word yet, the first one is shown as if it ended here: a person sees at once that they are heard.
 */
export function wordsFirstPass(search: LexiconSearch): FirstPass {
  let live = lexiconLiveStart(search);
  /** Of `live`, once it was asked for: the text is looked at far more often than anything comes. */
  let ending: LexiconLive | undefined;
  return firstPass(
    'phones',
    ({ units }, ends) => {
      if (units.length === 0) return { committed: '', tentative: '' };
      const isWordless = live.committed.length + live.tentative.length === 0;
      const shown = ends || isWordless ? (ending ??= lexiconLiveEnding(search, live)) : live;
      const { committed, tentative } = shown;
      return { committed: committed.join(' '), tentative: tentative.join(' ') };
    },
    (posteriors) => {
      live = lexiconLiveAdvance(search, live, posteriors, SETTLED_STEPS);
      ending = undefined;
    },
  );
}

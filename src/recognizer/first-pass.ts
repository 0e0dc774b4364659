/**
 * The first pass: what reads the posteriors of an utterance chunk by chunk while it is spoken. Letters step by step,
 * or, where the model has a lexicon and a word model, the words of a beam over phones.
 * @module
 */
import type { OutputName } from '../acoustic/acoustic-spec';
import type { Matrix } from '../base/matrix';
import { greedyAdvance, greedyStart, type GreedyState } from '../decoder/greedy';
import { lexiconLiveAdvance, lexiconLiveStart } from '../decoder/lexicon-live';
import type { LexiconSearch } from '../decoder/lexicon-beam';
import { STEP_SECONDS } from '../features/definition';
import { liveText, type LiveText } from './live-text';

/** Reads one utterance. */
export interface FirstPass {
  /** The output of the network that it reads. */
  readonly output: OutputName;
  /** Goes on over the next T × classes log posteriors. */
  accept(posteriors: Matrix): void;
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

/** What both passes know by greedy decoding: whether and until when something was said; `text` is told the units. */
function firstPass(
  output: OutputName,
  text: (greedy: GreedyState) => LiveText,
  hear: (posteriors: Matrix) => void = () => undefined,
): FirstPass {
  let greedy = greedyStart();
  return {
    output,
    accept: (posteriors) => {
      greedy = greedyAdvance(greedy, posteriors);
      hear(posteriors);
    },
    get text() {
      return text(greedy);
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

/** Words by a beam over phones; none before the first phone, since a word model would babble into silence. */
export function wordsFirstPass(search: LexiconSearch): FirstPass {
  let live = lexiconLiveStart(search);
  return firstPass(
    'phones',
    ({ units }) =>
      units.length === 0
        ? { committed: '', tentative: '' }
        : { committed: live.committed.join(' '), tentative: live.tentative.join(' ') },
    (posteriors) => {
      live = lexiconLiveAdvance(search, live, posteriors, SETTLED_STEPS);
    },
  );
}

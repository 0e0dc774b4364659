/**
 * From posteriors of phones to words with times: the model's lexicon and word model at work.
 * @module
 */
import type { Matrix } from '../base/matrix';
import type { Bundle } from '../bundle/load-bundle';
import { alignUnits } from '../decoder/forced-alignment';
import { greedyDecode } from '../decoder/greedy';
import {
  agreementOf,
  confidenceOf,
  READINGS,
  type ConfidenceWeights,
  type WordEvidence,
} from '../decoder/confidence';
import { DEFAULT_LEXICON_BEAM, LexiconSearch } from '../decoder/lexicon-beam';
import { lexiconBeamBest, type HeardWords } from '../decoder/lexicon-best';
import { STEP_SECONDS } from '../features/definition';
import { lexiconWithHotWords, withHotWords, type HotPhrase } from '../language/hot-words';
import type { Lexicon } from '../language/lexicon';
import type { Word } from '../protocol/transcript';

/** Finds words in posteriors of phones. */
export interface PhoneDecoder {
  readonly lexicon: Lexicon;
  /**
   * @param posteriors T × 40 log posteriors of a whole utterance.
   * @param offset Time of the first step, in seconds.
   */
  decode(posteriors: Matrix, offset: number): Word[];
}

/**
 * The decoder of a model; none if it lacks phones, lexicon or word model.
 * @param hotWords Words and phrases that are likelier than the model thinks.
 * @throws UserError for a hot word that the lexicon does not know.
 */
export function openPhoneDecoder(
  bundle: Pick<Bundle, 'spec' | 'manifest' | 'lexicon' | 'words'>,
  hotWords: readonly HotPhrase[] = [],
): PhoneDecoder | undefined {
  const { spec, manifest, lexicon, words } = bundle;
  if (spec.phones === undefined || lexicon === undefined || words === undefined) return undefined;
  const options = { ...DEFAULT_LEXICON_BEAM, ...manifest.decoding };
  return lexiconDecoder(
    new LexiconSearch(
      lexiconWithHotWords(lexicon, hotWords),
      withHotWords(words, hotWords),
      options,
    ),
    manifest.decoding?.confidence,
  );
}

/**
 * A decoder on a search that is ready.
 * @param weights Of the confidence; where they are missing, a word is as sure as its sound.
 */
export function lexiconDecoder(search: LexiconSearch, weights?: ConfidenceWeights): PhoneDecoder {
  return {
    lexicon: search.lexicon,
    decode(posteriors, offset) {
      const words = weighedWords(search, posteriors, weights === undefined ? 1 : READINGS);
      if (!isBelievable(words)) return [];
      return words.map(({ word, start, end, evidence }) => ({
        ...{ word, start: offset + start, end: offset + end },
        confidence: weights ? confidenceOf(evidence, weights) : evidence.sound,
      }));
    },
  };
}

/** A word with times in seconds from the first step, and what speaks for it. */
export interface WeighedWord {
  readonly word: string;
  readonly start: number;
  readonly end: number;
  readonly evidence: WordEvidence;
}

/**
 * The words of the best reading, believable or not; none where the best path is all blank.
 * @param count How many readings are asked which of the words they have.
 */
export function weighedWords(
  search: LexiconSearch,
  posteriors: Matrix,
  count: number,
): WeighedWord[] {
  const readings = readingsOf(search, posteriors, count);
  return readings[0] === undefined
    ? []
    : timedWords(readings[0], posteriors, agreementOf(readings));
}

/** The best reading; undefined where the best path is all blank: a word model would babble into silence. */
export function bestWords(search: LexiconSearch, posteriors: Matrix): HeardWords | undefined {
  return readingsOf(search, posteriors, 1)[0];
}

function readingsOf(search: LexiconSearch, posteriors: Matrix, count: number): HeardWords[] {
  if (greedyDecode(posteriors).units.length === 0) return [];
  return lexiconBeamBest(search, search.advance(search.start(), posteriors), count);
}

/**
 * Mean posterior of the phones, by word, of an utterance below which nothing was said. The word model makes sentences of any noise; those of a
 * noisy kitchen had 0.28 on average, those of speech 0.4 and more, home microphones included.
 */
const LEAST_CONFIDENCE = 0.35;

/** Whether the sound of an utterance supports its words. */
export function isBelievable(words: readonly WeighedWord[]): boolean {
  const sum = words.reduce((all, { evidence }) => all + evidence.sound, 0);
  return sum >= LEAST_CONFIDENCE * words.length;
}

/** Times of each word by the best path of all phones, and what its phones had as posteriors there. */
function timedWords(
  { words }: HeardWords,
  posteriors: Matrix,
  agreement: readonly number[],
): WeighedWord[] {
  const aligned = alignUnits(
    posteriors,
    words.flatMap(({ phones }) => Array.from(phones)),
  );
  let next = 0;
  return words.map(({ word, phones }, i) => {
    const first = next;
    next += phones.length;
    const sure = aligned.logPosteriors.slice(first, next).map((log) => Math.exp(log));
    return {
      word,
      start: (aligned.starts[first] ?? 0) * STEP_SECONDS,
      end: (aligned.ends[next - 1] ?? 0) * STEP_SECONDS,
      evidence: {
        sound: Math.min(1, sure.reduce((a, b) => a + b, 0) / phones.length),
        weakest: Math.min(1, ...sure),
        phones: phones.length,
        agreement: agreement[i] ?? 1,
      },
    };
  });
}

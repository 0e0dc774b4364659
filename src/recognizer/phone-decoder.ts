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
import { PhoneSearch } from '../decoder/phone-search';
import { wordTimes } from '../decoder/word-times';
import { STEP_SECONDS } from '../features/definition';
import type { SaidAs } from '../language/derived-pronunciation';
import { PlainNetwork } from '../language/g2p/plain-network';
import { sayingAnyWord, sayingBy } from '../language/g2p/pronounce';
import {
  knowsHotWords,
  lexiconWithHotWords,
  withHotWords,
  type HotPhrase,
} from '../language/hot-words';
import { usualPronunciation, type Lexicon } from '../language/lexicon';
import type { Word } from '../protocol/transcript';
import { wordsFirstPass, type FirstPass } from './first-pass';
import type { Rescorer } from './rescorer';

/** Finds words in posteriors of phones. */
export interface PhoneDecoder {
  readonly lexicon: Lexicon;
  /** Starts reading an utterance that is being spoken. */
  openFirstPass(): FirstPass;
  /** The phones alone, without words: under the phone trigram that the network learned with, or step by step. */
  phonesIn(posteriors: Matrix): readonly number[];
  /**
   * @param posteriors T × 40 log posteriors of a whole utterance.
   * @param offset Time of the first step, in seconds.
   */
  decode(posteriors: Matrix, offset: number): Word[];
}

/**
 * What says hot words that the lexicon of a model lacks; undefined where it lacks none. Only then is the network for
 * it read.
 * @throws UserError if that is damaged.
 */
export function sayerOfHotWords(
  { lexicon, pronouncer }: Pick<Bundle, 'lexicon' | 'pronouncer'>,
  hotWords: readonly HotPhrase[],
): SaidAs | undefined {
  if (lexicon === undefined || knowsHotWords(lexicon, hotWords)) return undefined;
  return sayerOf(lexicon, pronouncer);
}

/**
 * Says words as a model does: by its lexicon, like words that they are made of, or by its network, which is read now.
 * @throws UserError if that is damaged.
 */
export function sayerOf(lexicon: Lexicon, pronouncer: Bundle['pronouncer']): SaidAs {
  const read = pronouncer?.();
  return sayingAnyWord(
    (word) => usualPronunciation(lexicon, word),
    read && sayingBy(new PlainNetwork(read.spec, read.weights)),
  );
}

/**
 * The decoder of a model; none if it lacks phones, lexicon or word model.
 * @param hotWords Words and phrases that are likelier than the model thinks.
 * @param say Says hot words that the lexicon lacks.
 * @param rescorer Chooses among the readings of a whole utterance.
 * @throws UserError for a hot word that nobody can say.
 */
export function openPhoneDecoder(
  bundle: Pick<Bundle, 'spec' | 'manifest' | 'lexicon' | 'words' | 'phoneTrigram'>,
  hotWords: readonly HotPhrase[] = [],
  say?: SaidAs,
  rescorer?: Rescorer,
): PhoneDecoder | undefined {
  const { spec, manifest, lexicon, words, phoneTrigram } = bundle;
  if (spec.phones === undefined || lexicon === undefined || words === undefined) return undefined;
  const options = { ...DEFAULT_LEXICON_BEAM, ...manifest.decoding };
  return lexiconDecoder(
    new LexiconSearch(
      lexiconWithHotWords(lexicon, hotWords, say),
      withHotWords(words, hotWords),
      options,
    ),
    manifest.decoding?.confidence,
    phoneTrigram && new PhoneSearch(phoneTrigram, manifest.decoding?.phoneModelWeight),
    rescorer,
  );
}

/**
 * A decoder on searches that are ready.
 * @param weights Of the confidence; where they are missing, a word is as sure as its sound.
 * @param phones For phones alone, where the network learned with a phone trigram.
 * @param rescorer Chooses among the readings of a whole utterance; the search alone does where none is given.
 */
export function lexiconDecoder(
  search: LexiconSearch,
  weights?: ConfidenceWeights,
  phones?: PhoneSearch,
  rescorer?: Rescorer,
): PhoneDecoder {
  return {
    lexicon: search.lexicon,
    openFirstPass: () => wordsFirstPass(search),
    phonesIn: (posteriors) => phones?.best(posteriors) ?? greedyDecode(posteriors).units,
    decode(posteriors, offset) {
      const count = weights === undefined ? 1 : READINGS;
      const words = weighedWords(search, posteriors, count, rescorer);
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
 * @param rescorer Chooses the best one, where given.
 */
export function weighedWords(
  search: LexiconSearch,
  posteriors: Matrix,
  count: number,
  rescorer?: Rescorer,
): WeighedWord[] {
  const found = readingsOf(search, posteriors, Math.max(count, rescorer?.readings ?? 1));
  const readings = (rescorer?.rescore(found) ?? found).slice(0, count);
  return readings[0] === undefined
    ? []
    : timedWords(readings[0], posteriors, agreementOf(readings));
}

/** The best reading; undefined where the best path is all blank: a word model would babble into silence. */
export function bestWords(search: LexiconSearch, posteriors: Matrix): HeardWords | undefined {
  return readingsOf(search, posteriors, 1)[0];
}

/** The best `count` readings; none where the best path is all blank. */
export function readingsOf(search: LexiconSearch, posteriors: Matrix, count: number): HeardWords[] {
  if (greedyDecode(posteriors).units.length === 0) return [];
  return lexiconBeamBest(search, search.advance(search.start(), posteriors), count);
}

/**
 * Mean posterior of the phones, by word, of an utterance below which nothing was said. The word model makes sentences of
 * any noise; those of a noisy kitchen had 0.28 on average, those of speech 0.4 and more, home microphones included.
 */
const LEAST_CONFIDENCE = 0.35;
/**
 * The same for one word or two, where a chance agreement is likelier: most of what clicks, keys and hum were taken for had
 * less than 0.5, and none of 127 short utterances that were heard rightly (digits, wake words, home microphones).
 */
const LEAST_CONFIDENCE_OF_FEW = 0.5;
const FEW_WORDS = 2;

/** Whether the sound of an utterance supports its words. */
export function isBelievable(words: readonly WeighedWord[]): boolean {
  const sum = words.reduce((all, { evidence }) => all + evidence.sound, 0);
  const least = words.length > FEW_WORDS ? LEAST_CONFIDENCE : LEAST_CONFIDENCE_OF_FEW;
  return sum >= least * words.length;
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
  const heard = words.map(({ word, phones }, i) => {
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
  return wordTimes(heard);
}

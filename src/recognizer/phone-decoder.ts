/**
 * From posteriors of phones to words with times: the model's lexicon and word model at work.
 * @module
 */
import type { Matrix } from '../base/matrix';
import type { Bundle } from '../bundle/load-bundle';
import { alignUnits } from '../decoder/forced-alignment';
import { greedyDecode } from '../decoder/greedy';
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
  );
}

/** A decoder on a search that is ready. */
export function lexiconDecoder(search: LexiconSearch): PhoneDecoder {
  return {
    lexicon: search.lexicon,
    decode(posteriors, offset) {
      const heard = bestWords(search, posteriors);
      return heard === undefined ? [] : believable(timedWords(heard, posteriors, offset));
    },
  };
}

/** The best reading; undefined where the best path is all blank: a word model would babble into silence. */
export function bestWords(search: LexiconSearch, posteriors: Matrix): HeardWords | undefined {
  if (greedyDecode(posteriors).units.length === 0) return undefined;
  return lexiconBeamBest(search, search.advance(search.start(), posteriors), 1)[0];
}

/**
 * Mean confidence of an utterance below which nothing was said. The word model makes sentences of any noise; those of a
 * noisy kitchen had 0.28 on average, those of speech 0.4 and more, home microphones included.
 */
const LEAST_CONFIDENCE = 0.35;
/**
 * The same for one word or two, where a chance agreement is likelier: most of what clicks, keys and hum were taken for had
 * less than 0.5, and none of 127 short utterances that were heard rightly (digits, wake words, home microphones).
 */
const LEAST_CONFIDENCE_OF_FEW = 0.5;
const FEW_WORDS = 2;

/** The words of an utterance, or none where their sound does not support them. */
export function believable(words: readonly Word[]): Word[] {
  const sum = words.reduce((all, { confidence }) => all + confidence, 0);
  const least = words.length > FEW_WORDS ? LEAST_CONFIDENCE : LEAST_CONFIDENCE_OF_FEW;
  return sum < least * words.length ? [] : [...words];
}

/** Times and confidence (mean posterior of its phones) of each word, by the best path of all phones. */
function timedWords({ words }: HeardWords, posteriors: Matrix, offset: number): Word[] {
  const aligned = alignUnits(
    posteriors,
    words.flatMap(({ phones }) => Array.from(phones)),
  );
  let next = 0;
  return words.map(({ word, phones }) => {
    const first = next;
    next += phones.length;
    const sure = aligned.logPosteriors.slice(first, next).map((log) => Math.exp(log));
    return {
      word,
      start: offset + (aligned.starts[first] ?? 0) * STEP_SECONDS,
      end: offset + (aligned.ends[next - 1] ?? 0) * STEP_SECONDS,
      confidence: Math.min(1, sure.reduce((a, b) => a + b, 0) / phones.length),
    };
  });
}

/**
 * What hot words are worth: how many of them are found with and without, and what that costs elsewhere.
 * @module
 */
import { LexiconSearch, type LexiconBeamOptions } from '../decoder/lexicon-beam';
import { withHotWords, type HotPhrase } from '../language/hot-words';
import type { Lexicon } from '../language/lexicon';
import type { WordModel } from '../language/word-model';
import { isBelievable, weighedWords } from '../recognizer/phone-decoder';
import { align } from '../text/edit-distance';
import { wordsIn } from '../text/error-rate';
import type { TunedRecording } from './tuning';

/** Counts over recordings. */
export interface HotWordWorth {
  /** Times that a hot word was said, and those at which it was heard. */
  said: number;
  found: number;
  /** Times that a hot word was heard where it was not said. */
  falselyHeard: number;
  /** Words that are not hot, and the errors among everything else that was said or heard. */
  others: number;
  otherErrors: number;
}

/** Words of fewer letters are no names. */
const LEAST_LETTERS = 5;

/**
 * Rare words of the recordings that the model can say, from the rarest on: what somebody would put into a list.
 * @param most How many, at most.
 */
export function rareWords(
  recordings: readonly TunedRecording[],
  lexicon: Lexicon,
  model: WordModel,
  most: number,
): string[] {
  const state = model.next(model.start, model.unknown);
  const known = new Set(lexicon.words);
  const said = new Set(recordings.flatMap(({ reference }) => wordsIn(reference)));
  return [...said]
    .filter((word) => word.length >= LEAST_LETTERS && known.has(word))
    .filter((word) => model.wordId(word) !== model.unknown)
    .map((word) => ({ word, score: model.score(state, model.wordId(word)) }))
    .sort((a, b) => a.score - b.score || (a.word < b.word ? -1 : 1))
    .slice(0, most)
    .map(({ word }) => word);
}

/**
 * Recognises recordings with hot words.
 * @param hot The words; none of them counts as another word, whatever the bonus.
 * @param bonus Natural logarithm by which they are likelier; 0 for a plain model.
 */
export function hotWordWorth(
  recordings: readonly TunedRecording[],
  lexicon: Lexicon,
  model: WordModel,
  options: LexiconBeamOptions,
  hot: readonly string[],
  bonus: number,
): HotWordWorth {
  const phrases = hot.map((word): HotPhrase => ({ words: [word], where: word }));
  const words = bonus === 0 ? model : withHotWords(model, phrases, bonus);
  const search = new LexiconSearch(lexicon, words, options);
  const isHot = new Set(hot);
  const worth = { said: 0, found: 0, falselyHeard: 0, others: 0, otherErrors: 0 };
  for (const { reference, pieces } of recordings) {
    const heard = pieces
      .map((piece) => weighedWords(search, piece, 1))
      .filter(isBelievable)
      .flat();
    const { pairs } = align(
      wordsIn(reference),
      heard.map(({ word }) => word),
    );
    for (const { reference: spoken, hypothesis: written } of pairs) {
      const wasSaid = spoken !== undefined && isHot.has(spoken);
      const wasHeard = written !== undefined && isHot.has(written);
      if (wasSaid) {
        worth.said += 1;
        if (spoken === written) worth.found += 1;
      }
      if (wasHeard && spoken !== written) worth.falselyHeard += 1;
      if (wasSaid) continue;
      if (spoken !== undefined) worth.others += 1;
      if (spoken !== written) worth.otherErrors += 1;
    }
  }
  return worth;
}

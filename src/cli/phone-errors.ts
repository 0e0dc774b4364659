/**
 * Phone error rate: the phones that a network hears, without words, against the usual ways to say the words of the reference.
 * @module
 */
import type { Matrix } from '../base/matrix';
import { usualPronunciation, type Lexicon } from '../language/lexicon';
import type { PhoneDecoder } from '../recognizer/phone-decoder';
import { editDistance } from '../text/edit-distance';
import { wordsIn } from '../text/error-rate';
import type { ErrorShare } from './bootstrap';

/** The phones of a text, each word in its usual way; undefined if the lexicon lacks one of them. */
export function usualPhones(lexicon: Lexicon, text: string): number[] | undefined {
  const said = wordsIn(text).map((word) => usualPronunciation(lexicon, word));
  return said.includes(undefined) ? undefined : said.flatMap((phones) => [...(phones ?? [])]);
}

/** Listens to the phones that go to a recogniser's decoder. */
export class PhoneListener {
  private lexicon: Lexicon | undefined;
  private heard: number[] = [];

  /** For `RecognizerOptions.aroundPhones`: hears what the decoder hears. */
  readonly around = (own: PhoneDecoder | undefined): PhoneDecoder | undefined => {
    if (own === undefined) return undefined;
    this.lexicon = own.lexicon;
    return {
      ...own,
      decode: (posteriors: Matrix, offset) => {
        this.heard.push(...own.phonesIn(posteriors));
        return own.decode(posteriors, offset);
      },
    };
  };

  /** Forgets what was heard before a recording. */
  begin(): void {
    this.heard = [];
  }

  /** Errors in what was heard since `begin`; undefined if there are no phones, or not for all words of `text`. */
  errorsIn(text: string): ErrorShare | undefined {
    const reference = this.lexicon && usualPhones(this.lexicon, text);
    if (reference === undefined) return undefined;
    return { errors: editDistance(reference, this.heard), length: reference.length };
  }
}

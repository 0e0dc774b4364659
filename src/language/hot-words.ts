/**
 * Words and phrases that are likelier than a word model thinks: names, terms, what a person says often.
 *
 * Each word of a hot phrase gets a bonus as soon as it is said, so that a search does not drop it before the phrase is
 * whole; what a phrase got is taken back where it breaks off.
 * @module
 */
import { UserError } from '../base/errors';
import { normaliseText } from '../text/normalise';
import type { SaidAs } from './derived-pronunciation';
import { extendLexicon, usualPronunciation, type Lexicon } from './lexicon';
import { parsePronunciation, type Pronunciation } from './pronunciation-text';
import type { WordModel } from './word-model';

/** A line of a file of hot words. */
export interface HotPhrase {
  /** Normalised. */
  readonly words: readonly string[];
  /** How its one word is said, where the line says it. */
  readonly said?: Pronunciation;
  /** File and line, for messages. */
  readonly where: string;
}

/** Natural logarithm by which a hot word is likelier: twenty times. */
export const HOT_WORD_BONUS = Math.log(20);
/** A word that the model does not know is one of so many that share the probability of `<unk>`. */
const UNKNOWN_WORDS = 1000;
/** States of the model behind fit below this; the place in a phrase stands above. */
const STATES = 2 ** 32;

/**
 * Reads a file of hot words: a word or phrase a line; behind ` = ` its phones in CMUdict's way, for a word that the
 * lexicon does not know; `#` begins a comment.
 * @throws UserError at the first line that cannot be read.
 */
export function parseHotWords(text: string, file: string): HotPhrase[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    const where = `${file} line ${index + 1}`;
    const [written = '', phones, extra] = line.replace(/(^|\s)#.*/, '').split('=');
    if (written.trim() === '' && phones === undefined) return [];
    const words = normaliseText(written).split(' ').filter(Boolean);
    if (words.length === 0 || extra !== undefined || (phones !== undefined && words.length > 1)) {
      throw new UserError(
        `Hot words ${where} cannot be read`,
        'write a word or phrase in letters, or one word, " = " and its phones',
      );
    }
    if (phones === undefined) return [{ words, where }];
    const said = parsePronunciation(`${words[0]!} ${phones}`, where);
    return [{ words, where, ...(said && { said }) }];
  });
}

/** Whether every word of all phrases is in the lexicon or comes with its phones. */
export function knowsHotWords(lexicon: Lexicon, phrases: readonly HotPhrase[]): boolean {
  return unknownHotWords(lexicon, phrases).length === 0;
}

function unknownHotWords(
  lexicon: Lexicon,
  phrases: readonly HotPhrase[],
): { readonly word: string; readonly where: string }[] {
  const said = new Set(phrases.flatMap((phrase) => phrase.said?.word ?? []));
  return phrases.flatMap(({ words, where }) =>
    words
      .filter((word) => !said.has(word) && usualPronunciation(lexicon, word) === undefined)
      .map((word) => ({ word, where })),
  );
}

/**
 * A lexicon that knows the words of all phrases.
 * @param say Says words that are neither in the lexicon nor come with their phones.
 * @throws UserError for a word that nobody can say.
 */
export function lexiconWithHotWords(
  lexicon: Lexicon,
  phrases: readonly HotPhrase[],
  say: SaidAs = () => undefined,
): Lexicon {
  const guessed = unknownHotWords(lexicon, phrases).map(({ word, where }) => {
    const phones = say(word);
    if (phones === undefined) {
      throw new UserError(
        `Hot words ${where}: the model does not know how "${word}" is said`,
        `add a line "${word} = PHONES" with CMUdict's phones, like "skald = S K AA L D"`,
      );
    }
    return { word, phones };
  });
  const said = phrases.flatMap((phrase) => phrase.said ?? []);
  return extendLexicon(lexicon, [...said, ...guessed]);
}

/** A place in the phrases: what of them has been said. */
interface Place {
  readonly number: number;
  readonly next: Map<number, Place>;
  /** Words behind the last whole phrase: their bonus is taken back if this one breaks off. */
  pending: number;
}

/** A word model with hot phrases on top. */
class HotWordModel implements WordModel {
  readonly size: number;
  readonly unknown: number;
  readonly end: number;
  readonly start: number;
  private readonly added = new Map<string, number>();
  private readonly addedWords: string[] = [];
  private readonly places: Place[] = [];

  constructor(
    private readonly model: WordModel,
    phrases: readonly HotPhrase[],
    private readonly bonus: number,
  ) {
    for (const word of phrases.flatMap(({ words }) => words)) this.add(word);
    this.size = model.size + this.addedWords.length;
    this.unknown = model.unknown;
    this.end = model.end;
    this.start = model.start;
    this.place();
    for (const { words } of phrases) this.addPhrase(words.map((word) => this.wordId(word)));
    // Breadth first: a place is made behind the one it goes on from.
    for (const place of this.places) {
      for (const next of place.next.values()) {
        if (next.pending > 0) next.pending = place.pending + 1;
      }
    }
  }

  private add(word: string): void {
    if (this.model.wordId(word) !== this.model.unknown || this.added.has(word)) return;
    this.added.set(word, this.model.size + this.addedWords.length);
    this.addedWords.push(word);
  }

  /** A new place, unfinished until a phrase ends there. */
  private place(): Place {
    const made = { number: this.places.length, next: new Map<number, Place>(), pending: 1 };
    if (made.number === 0) made.pending = 0;
    this.places.push(made);
    return made;
  }

  private addPhrase(words: readonly number[]): void {
    let at = this.places[0]!;
    for (const word of words) {
      let next = at.next.get(word);
      if (next === undefined) at.next.set(word, (next = this.place()));
      at = next;
    }
    at.pending = 0;
  }

  wordId(word: string): number {
    return this.added.get(word) ?? this.model.wordId(word);
  }

  wordOf(id: number): string {
    return this.addedWords[id - this.model.size] ?? this.model.wordOf(id);
  }

  score(state: number, word: number): number {
    const behind = state % STATES;
    const place = this.places[Math.floor(state / STATES)]!;
    const plain =
      word < this.model.size
        ? this.model.score(behind, word)
        : this.model.score(behind, this.unknown) - Math.log(UNKNOWN_WORDS);
    if (place.next.has(word)) return plain + this.bonus;
    const started = this.places[0]!.next.has(word) ? 1 : 0;
    return plain + (started - place.pending) * this.bonus;
  }

  next(state: number, word: number): number {
    const place = this.places[Math.floor(state / STATES)]!;
    const reached = place.next.get(word) ?? this.places[0]!.next.get(word);
    const behind = this.model.next(state % STATES, word < this.model.size ? word : this.unknown);
    // Where nothing goes on, nothing is to be remembered.
    return reached === undefined || reached.next.size === 0
      ? behind
      : reached.number * STATES + behind;
  }
}

/** `model` with hot phrases, each word of which is likelier by `bonus` (a natural logarithm). */
export function withHotWords(
  model: WordModel,
  phrases: readonly HotPhrase[],
  bonus = HOT_WORD_BONUS,
): WordModel {
  return phrases.length === 0 ? model : new HotWordModel(model, phrases, bonus);
}

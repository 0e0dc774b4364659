/**
 * Pronunciations of words that a lexicon lacks, from those that it has: endings, beginnings, other spellings,
 * compounds of two words, abbreviations. What it says is right more often than not; names are not guessed.
 * @module
 */
import { BEGINNINGS, ENDINGS, SPELLINGS } from './word-endings';

/** How a word is said; undefined if that is not known. */
export type SaidAs = (word: string) => Uint8Array | undefined;

/** Rules that may be put one on another: "un" + "fasten" + "ing" + "s". */
const MOST_RULES = 3;
/** A base of fewer letters is more often a chance likeness than a base. */
const SHORTEST_BASE = 3;
/** The same for a base that is itself derived. */
const SHORTEST_DERIVED = 5;
/** The same for a word behind a beginning, and for the two words of a compound. */
const SHORTEST_REST = 4;
const SHORTEST_PART = 4;
const SHORTEST_COMPOUND = 9;
/** Longer words are no words. */
const LONGEST_WORD = 40;

/** What has no vowel is spelled out. */
const ABBREVIATION = /^[bcdfghjklmnpqrstvwxz]{2,5}$/;

type Rule = (word: string, say: SaidAs) => Uint8Array | undefined;

/** "dont" for "don't". */
const byApostrophe: Rule = (word, say) =>
  word.length > 3 && word.endsWith('nt') ? say(`${word.slice(0, -1)}'t`) : undefined;

const byEnding: Rule = (word, say) => {
  for (const { written, bases, attach } of ENDINGS) {
    if (!word.endsWith(written)) continue;
    for (const base of bases(word.slice(0, word.length - written.length))) {
      const said = base.length < SHORTEST_BASE ? undefined : say(base);
      const whole = said && attach(said);
      if (whole) return whole;
    }
  }
  return undefined;
};

const byBeginning: Rule = (word, say) => {
  for (const { written, said } of BEGINNINGS) {
    if (!word.startsWith(written) || word.length < written.length + SHORTEST_REST) continue;
    const rest = say(word.slice(written.length));
    if (rest) return Uint8Array.of(...said, ...rest);
  }
  return undefined;
};

const bySpelling: Rule = (word, say) => {
  for (const [british, american] of SPELLINGS) {
    const other = word.replace(british, american);
    const said = other === word ? undefined : say(other);
    if (said) return said;
  }
  return undefined;
};

/** "pbx" letter by letter: nobody can read it otherwise. */
const byLetters: Rule = (word, say) => {
  if (!ABBREVIATION.test(word)) return undefined;
  const letters = Array.from(word, (letter) => say(letter));
  return letters.includes(undefined)
    ? undefined
    : Uint8Array.from(letters.flatMap((phones) => Array.from(phones!)));
};

/** Of all ways to cut a word in two known ones, that with the longer shorter part. */
const byCompound: Rule = (word, say) => {
  if (word.length < SHORTEST_COMPOUND) return undefined;
  for (let shorter = word.length >> 1; shorter >= SHORTEST_PART; shorter--) {
    for (const at of [word.length - shorter, shorter]) {
      const [first, second] = [say(word.slice(0, at)), say(word.slice(at))];
      if (first && second) return Uint8Array.of(...first, ...second);
    }
  }
  return undefined;
};

const RULES: readonly Rule[] = [byApostrophe, byLetters, byEnding, bySpelling, byBeginning];

/**
 * How `word` is said, after the words that `known` knows.
 * @param word In lower case, letters and apostrophes.
 * @param known Asked for other words only; `word` itself may be in it.
 * @returns Phones, indices into PHONES; undefined where no rule fits.
 */
export function derivePronunciation(word: string, known: SaidAs): Uint8Array | undefined {
  if (word.length > LONGEST_WORD) return undefined;
  const elsewhere: SaidAs = (other) => (other === word ? undefined : known(other));
  for (let rules = 1; rules <= MOST_RULES; rules++) {
    const said = derive(word, elsewhere, rules);
    if (said) return said;
  }
  return undefined;
}

/** With at most so many rules one on another; a compound is the last resort and takes known words only. */
function derive(word: string, known: SaidAs, rules: number): Uint8Array | undefined {
  const say: SaidAs = (other) => {
    const deeper = rules > 1 && other.length >= SHORTEST_DERIVED;
    return known(other) ?? (deeper ? derive(other, known, rules - 1) : undefined);
  };
  for (const rule of RULES) {
    const said = rule(word, say);
    if (said) return said;
  }
  return rules === 1 ? byCompound(word, known) : undefined;
}

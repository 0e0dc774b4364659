/**
 * Printed text as somebody would read it aloud: sentences of lower-case words, numbers and titles spelled out.
 * Language models learn from this, so that they expect what the acoustic model can write.
 * @module
 */
import { normaliseText } from './normalise';
import { spellNumbers } from './spoken-numbers';
import { spellUnits } from './spoken-units';

/** What is said for an abbreviation, in lower case with its full stop. None of them ends a sentence. */
const ABBREVIATIONS = new Map([
  ['mr.', 'mister'],
  ['mr', 'mister'],
  ['mrs.', 'missus'],
  ['mrs', 'missus'],
  ['messrs.', 'messieurs'],
  ['dr.', 'doctor'],
  ['st.', 'saint'],
  ['prof.', 'professor'],
  ['capt.', 'captain'],
  ['col.', 'colonel'],
  ['gen.', 'general'],
  ['lt.', 'lieutenant'],
  ['rev.', 'reverend'],
  ['hon.', 'honourable'],
  ['jr.', 'junior'],
  ['sr.', 'senior'],
  ['etc.', 'et cetera'],
  ['&c.', 'et cetera'],
  ['viz.', 'namely'],
  ['vs.', 'versus'],
  ['&', 'and'],
]);

/** Words that begin with an apostrophe; anything else in front of a word is a quotation mark. */
const CLIPPED =
  /^'(tis|twas|twere|twill|twould|em|til|till|cause|bout|ere|neath|gainst|mid|round)\b/;

/** What one printed word becomes. */
export interface SpokenToken<Word = string> {
  readonly words: readonly Word[];
  readonly endsSentence: boolean;
}

const CLOSING = `["”»)\\]}_*'’]*`;
const SENTENCE_END = new RegExp(`(?:[.!?;:…]${CLOSING})$`);
const INITIALS = /^["“‘'([]*((?:\p{L}\.)+)('s|,)?$/u;
/** Tokens remembered before those are forgotten that have not been met for as long, so that any amount of text fits. */
const MOST_REMEMBERED = 300_000;
/** What parts printed words, and whether anything but single spaces does, which is rare and slow to split at. */
const SEPARATORS = /\s+|--+|[—–]/;
const UNUSUAL_SEPARATORS = /[^\S ]|--|[—–]/;

function withoutQuotes(token: string): string {
  const plain = token
    .replace(/^["“”«([{_*‘`]+/, '')
    .replace(/[’`´]/g, "'")
    .replace(/(?<=[^\p{L}])['"”»)\]}_*]+$/u, '');
  const opened =
    plain.startsWith("'") && !CLIPPED.test(plain.toLowerCase()) ? plain.slice(1) : plain;
  // A final apostrophe stays where letters are dropped or owned: goin', dogs', o'.
  return /[^sSnNoOhHdD]'$/.test(opened) ? opened.slice(0, -1) : opened;
}

/** Words of normalised text; none where nothing was left of it, as of letters that English does not have. */
const wordsIn = (text: string): string[] => (text === '' ? [] : text.split(' '));

function speak(token: string): SpokenToken {
  const bare = token.replace(/^["“‘'([_*]+/, '').replace(/[,"”’)\]_*]+$/, '');
  const known = ABBREVIATIONS.get(bare.toLowerCase());
  if (known !== undefined) return { words: known.split(' '), endsSentence: false };
  const initials = INITIALS.exec(token)?.[1];
  if (initials !== undefined) {
    return { words: wordsIn(normaliseText(initials.replaceAll('.', ' '))), endsSentence: false };
  }
  const spelled = /[\d&%]/.test(token)
    ? spellNumbers(token).replaceAll('&', ' and ').replaceAll('%', ' percent ')
    : token;
  const text = normaliseText(spelled.split(' ').map(withoutQuotes).join(' '));
  return { words: wordsIn(text), endsSentence: SENTENCE_END.test(token) };
}

/** A copy that does not keep the much longer text alive from which it was cut. */
const ownCopy = (text: string): string => Buffer.from(text).toString();

/** Turns lines into spoken sentences; remembers printed words that it has met. */
export class ReadingText<Word> {
  #remembered = new Map<string, SpokenToken<Word>>();
  #before = new Map<string, SpokenToken<Word>>();
  readonly #wordOf: (word: string) => Word;

  /** @param wordOf What stands for a spoken word in the sentences: a number, or `String` for the word itself. */
  constructor(wordOf: (word: string) => Word) {
    this.#wordOf = wordOf;
  }

  /**
   * The sentences of one line, each of at least one word. A line is never continued by the next one, so give
   * it whole paragraphs or sentences.
   */
  sentences(line: string): Word[][] {
    const sentences: Word[][] = [];
    let sentence: Word[] = [];
    const spelled = /\d/.test(line) ? spellUnits(line) : line;
    for (const token of spelled.split(UNUSUAL_SEPARATORS.test(spelled) ? SEPARATORS : ' ')) {
      if (token === '') continue;
      const { words, endsSentence } = this.#spoken(token);
      for (const word of words) sentence.push(word);
      if (endsSentence && sentence.length > 0) {
        sentences.push(sentence);
        sentence = [];
      }
    }
    if (sentence.length > 0) sentences.push(sentence);
    return sentences;
  }

  /** The words of one printed word, and whether it ends a sentence; "Mr." does not. */
  spoken(token: string): SpokenToken<Word> {
    return this.#spoken(token);
  }

  #spoken(token: string): SpokenToken<Word> {
    const remembered = this.#remembered.get(token);
    if (remembered !== undefined) return remembered;
    let spoken = this.#before.get(token);
    if (spoken === undefined) {
      const { words, endsSentence } = speak(token);
      spoken = { words: words.map((word) => this.#wordOf(ownCopy(word))), endsSentence };
    }
    if (this.#remembered.size >= MOST_REMEMBERED) {
      this.#before = this.#remembered;
      this.#remembered = new Map();
    }
    this.#remembered.set(ownCopy(token), spoken);
    return spoken;
  }
}

/**
 * Texts as somebody would say them, in letters and phones: what a speller learns from beside recordings.
 * @module
 */
import { UserError } from '../../base/errors';
import type { Random } from '../../base/random';
import { isPronounceable } from '../../language/g2p/pronouncer-spec';
import { pronounceRest, type PronouncerParts } from '../../language/g2p/pronounce-rest';
import { BREAK, numbersOf, type NumberedText } from '../../language/numbered-text';
import type { Pronunciation } from '../../language/pronunciation-text';
import { encode } from '../../text/alphabet';
import { unitOf, type Said } from './heard-bank';

/** Words of an utterance at most. */
const MOST_WORDS = 40;
/** Share of the sentences behind which an utterance goes on, if it is not full. */
const GOING_ON = 0.5;
/** Words that occur less often are left to the recordings: many of them are not English. */
const LEAST_COUNT = 3;

/** Words one behind the other, with spaces between their letters. */
export function said(words: readonly Said[]): Said {
  const labels: number[] = [];
  const units: number[] = [];
  for (const [i, word] of words.entries()) {
    if (i > 0) labels.push(SPACE);
    labels.push(...word.labels);
    units.push(...word.units);
  }
  return { labels: Int32Array.from(labels), units: Int32Array.from(units) };
}

/** A word in letters and units. */
export function saidWord(word: string, phones: ArrayLike<number>): Said {
  return {
    labels: encode(word),
    units: Int32Array.from(Array.from(phones), (phone, i) => unitOf(phone, i === 0)),
  };
}

const [SPACE] = encode(' ') as unknown as [number];

/** A text of which utterances are drawn. */
export class SaidText {
  private constructor(
    private readonly numbers: Uint32Array,
    /** Of each word by its number, where it is known how it is said. */
    private readonly words: readonly (Said | undefined)[],
  ) {}

  /**
   * Learns how the words of a text are said: as `listed`, else as `network` says them.
   * @throws UserError if the text has hardly a word that can be said.
   */
  static async open(
    text: NumberedText,
    listed: readonly Pronunciation[],
    network: PronouncerParts | undefined,
  ): Promise<SaidText> {
    const numbers = allNumbers(text);
    const counts = new Uint32Array(text.words.length);
    for (const id of numbers) counts[id]! += 1;
    const wanted = text.words.filter(
      (word, id) => id !== BREAK && counts[id]! >= LEAST_COUNT && isPronounceable(word),
    );
    const phones = new Map<string, Uint8Array>();
    for (const { word, phones: way } of [
      ...listed,
      ...(await pronounceRest(wanted, listed, network)),
    ]) {
      if (!phones.has(word)) phones.set(word, way);
    }
    const words = text.words.map((word) => {
      const way = isPronounceable(word) ? phones.get(word) : undefined;
      return way && saidWord(word, way);
    });
    const known = numbers.filter((id) => words[id] !== undefined).length;
    if (2 * known < numbers.length) {
      throw new UserError(
        `only ${known} of ${numbers.length} words of the text can be said`,
        'give a text and a lexicon of the same language',
      );
    }
    return new SaidText(numbers, words);
  }

  /** Words and ends of sentences. */
  get length(): number {
    return this.numbers.length;
  }

  /** An utterance of one or more sentences, or of a part of a long one; words that nobody can say end it. */
  draw(random: Random): Said {
    const { numbers } = this;
    for (;;) {
      let at = random.integer(numbers.length);
      while (at > 0 && numbers[at - 1] !== BREAK) at--;
      const words: Said[] = [];
      for (; at < numbers.length && words.length < MOST_WORDS; at++) {
        const id = numbers[at]!;
        if (id === BREAK) {
          if (random.next() < GOING_ON) continue;
          break;
        }
        const word = this.words[id];
        if (!word) break;
        words.push(word);
      }
      if (words.length > 0) return said(words);
    }
  }
}

function allNumbers({ path, sections }: NumberedText): Uint32Array {
  const size = sections.reduce((sum, { from, to }) => sum + to - from, 0);
  const result = new Uint32Array(size);
  let at = 0;
  for (const section of sections) {
    for (const numbers of numbersOf(path, section)) {
      result.set(numbers, at);
      at += numbers.length;
    }
  }
  return result;
}

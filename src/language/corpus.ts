/**
 * A vocabulary, and a part of a numbered text in the numbers of that vocabulary.
 * @module
 */
import { BREAK, numbersOf, type NumberedText, type TextSection } from './numbered-text';
import { SENTENCE_END, SENTENCE_START, UNKNOWN_WORD } from './ngram-layers';

/** A text in numbers of its vocabulary. */
export interface Corpus {
  /** The vocabulary: `<s>`, `</s>` and `<unk>`, then words from frequent to rare. */
  readonly words: readonly string[];
  /** Words of the text, without ends of sentences. */
  readonly length: number;
  /** How often each word of the vocabulary occurs; `<s>` and `</s>` once for each sentence. */
  readonly counts: Float64Array;
  /** Words of the text that the vocabulary leaves out. */
  readonly unknown: number;
  /** Numbers of the words of each sentence; each array is only valid until the next one. */
  sentences(): Generator<Uint32Array>;
}

/** Which words a model knows. */
export interface Vocabulary {
  /** As in {@link Corpus}. */
  readonly words: readonly string[];
  /** For each word of the numbered text, its number here; the one of `<unk>` where it is left out. */
  readonly numbers: Uint32Array;
}

/** What limits a vocabulary. */
export interface VocabularyLimits {
  /** Most words, without `<s>`, `</s>` and `<unk>`. */
  readonly limit: number;
  /** Words that occur less often are left out. */
  readonly leastCount?: number;
  /** Whether a word may be in it; any may if this is missing. */
  readonly keeps?: (word: string) => boolean;
}

const MARKS = [SENTENCE_START, SENTENCE_END, UNKNOWN_WORD];
const [START, END, UNKNOWN] = [0, 1, 2] as const;

/** How often each number of the text occurs in some sections; {@link BREAK} once for each sentence. */
export function numberCounts(
  { path, words }: NumberedText,
  sections: readonly TextSection[],
): Float64Array {
  const counts = new Float64Array(words.length);
  for (const section of sections) {
    for (const numbers of numbersOf(path, section)) {
      for (const id of numbers) counts[id]! += 1;
    }
  }
  return counts;
}

/**
 * The most frequent words, of equally frequent ones the first in the alphabet.
 * @param parts Counts of {@link numberCounts} for each part of the text. Each part has the same say, however long it is.
 */
export function chooseVocabulary(
  { words }: NumberedText,
  parts: readonly Float64Array[],
  { limit, leastCount = 1, keeps = () => true }: VocabularyLimits,
): Vocabulary {
  const frequency = new Float64Array(words.length);
  const total = new Float64Array(words.length);
  for (const counts of parts) {
    const length = Math.max(
      1,
      counts.reduce((sum, count) => sum + count, -counts[BREAK]!),
    );
    for (let id = 1; id < words.length; id++) {
      frequency[id]! += counts[id]! / length;
      total[id]! += counts[id]!;
    }
  }
  const kept = Array.from(words.keys())
    .filter((id) => id !== BREAK && total[id]! >= leastCount && !MARKS.includes(words[id]!))
    .filter((id) => keeps(words[id]!))
    .sort((a, b) => frequency[b]! - frequency[a]! || (words[a]! < words[b]! ? -1 : 1))
    .slice(0, limit);
  const numbers = new Uint32Array(words.length).fill(UNKNOWN);
  for (const [i, id] of kept.entries()) numbers[id] = MARKS.length + i;
  return { words: [...MARKS, ...kept.map((id) => words[id]!)], numbers };
}

/**
 * Some sections of a text with a vocabulary.
 * @param counts Of {@link numberCounts} for the same sections.
 */
export function corpusOf(
  text: NumberedText,
  { words, numbers }: Vocabulary,
  sections: readonly TextSection[],
  counts = numberCounts(text, sections),
): Corpus {
  const occurrences = new Float64Array(words.length);
  let length = 0;
  for (let id = 1; id < counts.length; id++) {
    length += counts[id]!;
    occurrences[numbers[id]!]! += counts[id]!;
  }
  occurrences[START] = occurrences[END] = counts[BREAK]!;
  return {
    words,
    length,
    counts: occurrences,
    unknown: occurrences[UNKNOWN]!,
    sentences: () => readSentences(text.path, sections, numbers),
  };
}

function* readSentences(
  path: string,
  sections: readonly TextSection[],
  renumbered: Uint32Array,
): Generator<Uint32Array> {
  let sentence = new Uint32Array(64);
  let length = 0;
  for (const section of sections) {
    for (const numbers of numbersOf(path, section)) {
      for (const id of numbers) {
        if (id === BREAK) {
          yield sentence.subarray(0, length);
          length = 0;
          continue;
        }
        if (length === sentence.length) {
          const longer = new Uint32Array(2 * length);
          longer.set(sentence);
          sentence = longer;
        }
        sentence[length++] = renumbered[id]!;
      }
    }
  }
}

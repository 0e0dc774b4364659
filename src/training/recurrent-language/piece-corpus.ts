/**
 * From text files to the utterances in pieces of words that a recurrent language model learns from.
 * @module
 */
import { statSync } from 'node:fs';
import { UserError } from '../../base/errors';
import { Random } from '../../base/random';
import { holdOut } from '../../language/held-out';
import {
  BREAK,
  keptText,
  NumberedTextWriter,
  numbersOf,
  type NumberedText,
  type TextSection,
} from '../../language/numbered-text';
import { isSpellable, learnPieces, type WordPieces } from '../../language/recurrent/word-pieces';
import { textLines } from '../../language/text-lines';
import { ReadingText } from '../../text/reading-text';
import { PieceText } from './piece-streams';

/** Share of the end of each file that is not learned from, but measured. */
const HELD_OUT_SHARE = 0.01;
/** Symbols of it that are measured at most, taken evenly from all files. */
const MOST_HELD_OUT = 100_000;
/**
 * Share of the sentences that end an utterance; the others go on with the next sentence. A speaker pauses at the end of
 * a sentence, but a recording of a reader mostly holds several.
 */
const ENDING_SHARE = 0.6;
/** Pieces are learned from so many of the most frequent words. */
const WORDS_FOR_PIECES = 60_000;

/** What is read. */
export interface PieceTexts {
  /** Files of whole sentences or paragraphs in each line; `.xz` is unpacked. */
  readonly texts: readonly string[];
  /** Only every so-manieth line is read. */
  readonly every: number;
  /** Where the text stays in numbers, so that a run that goes on need not read it again. */
  readonly folder: string;
}

/** Reads texts into numbers of words, unless the folder has them already. */
export async function readNumberedText(
  { texts, every, folder }: PieceTexts,
  say: (line: string) => void,
): Promise<NumberedText> {
  const sizes = texts.map((file) => [file, statSync(file, { throwIfNoEntry: false })?.size]);
  const stamp = JSON.stringify([every, sizes]);
  const kept = keptText(folder, stamp);
  if (kept) return kept;
  const writer = new NumberedTextWriter(folder);
  const reading = new ReadingText((word) => writer.numberOf(word));
  for (const file of texts) {
    writer.begin(file);
    let line = 0;
    for await (const text of textLines(file)) {
      if (line++ % every !== 0) continue;
      for (const sentence of reading.sentences(text)) writer.add(sentence);
    }
    say(`${file} read`);
  }
  return writer.finish(stamp);
}

/** A text in pieces, and a part of it that is only measured. */
export interface PieceCorpus {
  readonly pieces: WordPieces;
  readonly learned: PieceText;
  /** Words of it. */
  readonly words: number;
  /** Sentences in pieces. */
  readonly heldOut: readonly (readonly number[])[];
}

/**
 * Learns pieces from a text and writes it in them.
 * @param size Most pieces.
 * @param seed Decides which sentences end an utterance.
 * @throws UserError if the text is too short.
 */
export function pieceCorpus(text: NumberedText, size: number, seed: number): PieceCorpus {
  const { learned, testing } = holdOut(text, 2 * HELD_OUT_SHARE);
  const counts = wordCounts(text, learned);
  const frequent = counts
    .slice(0, WORDS_FOR_PIECES)
    .map(([id, n]) => [text.words[id]!, n] as const);
  const pieces = learnPieces(frequent, size);
  const spelt = new Map<number, readonly number[]>();
  const spell = (id: number): readonly number[] => {
    let known = spelt.get(id);
    if (!known) {
      known = isSpellable(text.words[id]!) ? pieces.numbersOf(text.words[id]!) : [];
      spelt.set(id, known);
    }
    return known;
  };
  const written = new PieceText();
  const random = new Random(seed);
  let words = 0;
  for (const section of learned) {
    for (const numbers of numbersOf(text.path, section)) {
      for (const id of numbers) {
        if (id !== BREAK) {
          written.add(spell(id));
          words += 1;
        } else if (random.next() < ENDING_SHARE) written.end();
      }
    }
    written.end();
  }
  if (words === 0) {
    throw new UserError('the text holds no sentences to learn from', 'give more text');
  }
  const share = MOST_HELD_OUT / testing.length;
  const heldOut = testing.flatMap((section) => sentencesIn(text, section, spell, share));
  return { pieces, learned: written, words, heldOut };
}

/** Numbers of words with how often they occur, most frequent first. */
function wordCounts(text: NumberedText, sections: readonly TextSection[]): [number, number][] {
  const counts = new Float64Array(text.words.length);
  for (const section of sections) {
    for (const numbers of numbersOf(text.path, section)) {
      for (const id of numbers) counts[id]! += 1;
    }
  }
  return Array.from(counts.entries())
    .filter(([id, count]) => count > 0 && isSpellable(text.words[id]!))
    .sort(([a, n], [b, m]) => m - n || a - b);
}

/** The first sentences of a section, until they hold so many symbols. */
function sentencesIn(
  text: NumberedText,
  section: TextSection,
  spell: (id: number) => readonly number[],
  most: number,
): number[][] {
  const sentences: number[][] = [];
  let sentence: number[] = [];
  let symbols = 0;
  for (const numbers of numbersOf(text.path, section)) {
    for (const id of numbers) {
      if (id !== BREAK) {
        sentence.push(...spell(id));
        continue;
      }
      symbols += sentence.length + 1;
      if (symbols > most) return sentences;
      sentences.push(sentence);
      sentence = [];
    }
  }
  return sentences;
}

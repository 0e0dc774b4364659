/**
 * Text files as numbers for the tagger of punctuation, and batches of pieces of them.
 * @module
 */
import type { Random } from '../base/random';
import { markedWords, type MarkedWord } from '../text/marked-words';
import { ReadingText } from '../text/reading-text';
import type { PunctuationBatch, PunctuationBatchShape } from './punctuation-learner';
import { textLines } from './text-lines';
import { ROWS_PER_WORD, startFeatures, wordFeatures, type FeatureTable } from './word-features';

/** Lines without this are headings, menus and the like. */
const SENTENCE_MARKS = /[.?!]["'”’)\]]*\s*$/;
/** Every so-manieth line is kept away from training. */
const HELD_OUT_LINES = 50;
/** Share of the pieces that are shorter than a batch is long, as utterances are. */
const SHORT_SHARE = 0.25;
const SHORTEST_PIECE = 4;
/** First of the marks that end a sentence. */
const PERIOD = 2;

/** Numbers of a long text: `ROWS_PER_WORD` rows a word, and its tags as mark · 4 + capitals. */
export class PunctuationCorpus {
  private features = new Uint16Array(1 << 20);
  private tags = new Uint8Array(1 << 18);
  private filled = 0;
  private readonly known = new Map<string, readonly number[]>();

  constructor(private readonly table: FeatureTable) {}

  /** Words in it. */
  get words(): number {
    return this.filled;
  }

  /** Adds words behind those that are there. */
  add(words: readonly MarkedWord[]): void {
    for (const { word, mark, capitals } of words) {
      if (this.filled === this.tags.length) this.grow();
      let rows = this.known.get(word);
      if (rows === undefined) {
        rows = wordFeatures(word, this.table);
        if (this.known.size < 200_000) this.known.set(word, rows);
      }
      this.features.set(rows, this.filled * ROWS_PER_WORD);
      this.tags[this.filled++] = mark * 4 + capitals;
    }
  }

  /** Where pieces begin, in random order: each word is in one piece. */
  pieces(longest: number, random: Random): { start: number; length: number }[] {
    const pieces: { start: number; length: number }[] = [];
    for (let start = 0; start + SHORTEST_PIECE <= this.filled;) {
      const short = random.next() < SHORT_SHARE;
      const wanted = short ? SHORTEST_PIECE + random.integer(longest - SHORTEST_PIECE) : longest;
      const length = Math.min(wanted, this.filled - start);
      pieces.push({ start, length });
      start += length;
    }
    return random.shuffle(pieces);
  }

  /** A batch of pieces; missing ones are padding. */
  batch(
    pieces: readonly { start: number; length: number }[],
    { steps: S, batch: B }: PunctuationBatchShape,
  ): PunctuationBatch {
    const features = new Int32Array(S * B * ROWS_PER_WORD);
    const marks = new Int32Array(S * B);
    const capitals = new Int32Array(S * B);
    const counted = new Float32Array(S * B);
    const padding = new Float32Array(S * B).fill(1);
    pieces.forEach(({ start, length }, b) => {
      const before = start === 0 ? PERIOD : this.tags[start - 1]! >> 2;
      features.set(startFeatures(this.table, before < PERIOD), b * ROWS_PER_WORD);
      padding[b] = 0;
      for (let s = 1; s <= length; s++) {
        const at = s * B + b;
        const word = start + s - 1;
        for (let k = 0; k < ROWS_PER_WORD; k++) {
          features[at * ROWS_PER_WORD + k] = this.features[word * ROWS_PER_WORD + k]!;
        }
        const tags = this.tags[word]!;
        marks[at] = tags >> 2;
        capitals[at] = tags & 3;
        counted[at] = 1;
        padding[at] = 0;
      }
    });
    return { features, marks, capitals, counted, padding };
  }

  private grow(): void {
    const features = new Uint16Array(this.features.length * 2);
    features.set(this.features);
    this.features = features;
    const tags = new Uint8Array(this.tags.length * 2);
    tags.set(this.tags);
    this.tags = tags;
  }
}

/**
 * The marked words of a file's lines, one list a line; headings are left out.
 * @param heldOut Only the lines that training never sees (true), or only the others (false); all where nothing is said.
 * @throws UserError if the file cannot be read.
 */
export async function* markedLines(file: string, heldOut?: boolean): AsyncGenerator<MarkedWord[]> {
  const reading = new ReadingText(String);
  let number = 0;
  for await (const line of textLines(file)) {
    number += 1;
    if (heldOut !== undefined && (number % HELD_OUT_LINES === 0) !== heldOut) continue;
    if (!SENTENCE_MARKS.test(line)) continue;
    const words = markedWords(reading, line);
    if (words.length > 0) yield words;
  }
}

/**
 * A lexicon as a compact file. All numbers are little-endian.
 *
 * 4 bytes `SKLX`, u32 version, u32 W, u32 E, u32 bytes of the words; then W words in order, each as how many bytes it
 * shares with the one before (u8), how many follow (u8), and those in UTF-8; then E entries in order, each likewise
 * with its phones (a byte each), and behind them the number of its word (u24; the top bit: this is the usual way to
 * say it).
 * @module
 */
import { UserError } from '../base/errors';
import { PHONES } from '../text/phones';
import { lexiconOf, phonesTo, type Lexicon } from './lexicon';

/** No file is larger. */
export const LEXICON_FILE_LIMIT = 1 << 24;

const MAGIC = 'SKLX';
const VERSION = 1;
const HEADER_BYTES = 20;
const LONGEST = 255;
/** Bytes behind the phones of an entry. */
const WORD_BYTES = 3;
const MAIN_BIT = 1 << 23;
/** Least bytes of a word and of an entry. */
const LEAST_WORD = 2;
const LEAST_ENTRY = 2 + WORD_BYTES;
/** All pronunciations laid end to end; ten times what CMUdict has. */
const MOST_PHONES = 1 << 24;
const MEND = 'get the model again, or add its language again';

/** How many bytes two parts begin with in common. */
function sharedWith(before: Uint8Array, part: Uint8Array): number {
  const most = Math.min(before.length, part.length);
  let shared = 0;
  while (shared < most && before[shared] === part[shared]) shared += 1;
  return shared;
}

/** Each part as what it shares with the one before, and the rest. */
function frontCoded(parts: readonly Uint8Array[], behind?: (i: number) => Uint8Array): Buffer {
  let before: Uint8Array = new Uint8Array(0);
  const pieces = parts.flatMap((part, i) => {
    if (part.length > LONGEST) {
      throw new RangeError(
        `Cannot write a lexicon as parts must have at most ${LONGEST} bytes: found ${part.length}`,
      );
    }
    const shared = sharedWith(before, part);
    before = part;
    const head = Uint8Array.of(shared, part.length - shared);
    return [head, part.subarray(shared), ...(behind ? [behind(i)] : [])];
  });
  return Buffer.concat(pieces);
}

/**
 * The bytes of a lexicon file.
 * @throws RangeError for a word of more than 255 bytes, or more words than 24 bits count.
 */
export function encodeLexicon(lexicon: Lexicon): Buffer {
  const { words, entryWord, entryNode, mainEntry } = lexicon;
  if (words.length > MAIN_BIT) {
    throw new RangeError(
      `Cannot write a lexicon as it must have at most ${MAIN_BIT} words: found ${words.length}`,
    );
  }
  const wordBytes = frontCoded(words.map((word) => Buffer.from(word)));
  const entryBytes = frontCoded(
    Array.from(entryNode, (node) => phonesTo(lexicon, node)),
    (entry) => {
      const word = entryWord[entry]!;
      const bytes = Buffer.alloc(WORD_BYTES);
      bytes.writeUIntLE(mainEntry[word] === entry ? word | MAIN_BIT : word, 0, WORD_BYTES);
      return bytes;
    },
  );
  const header = Buffer.alloc(HEADER_BYTES);
  header.write(MAGIC, 'latin1');
  const numbers = [VERSION, words.length, entryWord.length, wordBytes.length];
  for (const [i, number] of numbers.entries()) header.writeUInt32LE(number, 4 * (i + 1));
  return Buffer.concat([header, wordBytes, entryBytes]);
}

/** Goes over front-coded parts and refuses what does not fit its bytes. */
class PartReader {
  readonly part = Buffer.alloc(LONGEST);
  length = 0;
  /** What the part shares with the one before. */
  shared = 0;
  /** Byte of the part before at `shared`, −1 if it has none. */
  differs = -1;

  constructor(
    private readonly bytes: Buffer,
    public at: number,
    private readonly end: number,
    private readonly refuse: (what: string) => never,
  ) {}

  next(behind: number): void {
    if (this.at + 2 + behind > this.end) this.refuse('is truncated');
    const shared = this.bytes[this.at]!;
    const rest = this.bytes[this.at + 1]!;
    this.at += 2;
    if (shared > this.length || shared + rest > LONGEST) this.refuse('is damaged');
    if (this.at + rest + behind > this.end) this.refuse('is truncated');
    this.differs = shared < this.length ? this.part[shared]! : -1;
    this.shared = shared;
    // Parts are short: a loop is quicker than a call out of the engine.
    for (let i = 0; i < rest; i++) this.part[shared + i] = this.bytes[this.at + i]!;
    this.length = shared + rest;
    this.at += rest;
  }
}

/**
 * Reads a lexicon file. Hostile input: counts are checked against the file before memory is taken for them.
 * @param where Name of the file, for messages.
 * @throws UserError if it is damaged or of another kind.
 */
export function decodeLexicon(bytes: Buffer, where: string): Lexicon {
  const refuse = (what: string): never => {
    throw new UserError(`Lexicon ${where} ${what}`, MEND);
  };
  if (bytes.length < HEADER_BYTES || bytes.toString('latin1', 0, 4) !== MAGIC) {
    return refuse('is not a lexicon file');
  }
  const [version, wordCount, entryCount, wordBytes] = [4, 8, 12, 16].map((at) =>
    bytes.readUInt32LE(at),
  ) as [number, number, number, number];
  if (version !== VERSION) {
    return refuse(`has version ${version}, this program reads ${VERSION}`);
  }
  const wordsEnd = HEADER_BYTES + wordBytes;
  if (
    wordsEnd > bytes.length ||
    wordCount * LEAST_WORD > wordBytes ||
    entryCount * LEAST_ENTRY > bytes.length - wordsEnd
  ) {
    return refuse('is truncated');
  }
  const reader = new PartReader(bytes, HEADER_BYTES, wordsEnd, refuse);
  const words = decodeWords(reader, wordCount);
  if (reader.at !== wordsEnd) return refuse('is damaged');
  if (words.some((word, i) => i > 0 && !(words[i - 1]! < word))) return refuse('is not in order');
  const entries = { bytes, at: wordsEnd, count: entryCount, refuse };
  return lexiconOf({ words, ...decodeEntries(entries, words.length) });
}

function decodeWords(reader: PartReader, count: number): string[] {
  const words: string[] = [];
  for (let i = 0; i < count; i++) {
    reader.next(0);
    words.push(reader.part.toString('utf8', 0, reader.length));
  }
  return words;
}

interface EntryBytes {
  readonly bytes: Buffer;
  readonly at: number;
  readonly count: number;
  readonly refuse: (what: string) => never;
}

interface Entries {
  readonly phones: Uint8Array;
  readonly first: Uint32Array;
  readonly entryWord: Uint32Array;
  readonly mainEntry: Uint32Array;
}

function decodeEntries({ bytes, at, count, refuse }: EntryBytes, wordCount: number): Entries {
  const first = new Uint32Array(count + 1);
  const entryWord = new Uint32Array(count);
  const mainEntry = new Uint32Array(wordCount).fill(count);
  const sizes = new PartReader(bytes, at, bytes.length, refuse);
  for (let e = 0; e < count; e++) {
    sizes.next(WORD_BYTES);
    sizes.at += WORD_BYTES;
    first[e + 1] = first[e]! + sizes.length;
    if (first[e + 1]! > MOST_PHONES) refuse('has too many phones');
  }
  if (sizes.at !== bytes.length) refuse('has bytes behind its end');
  const phones = new Uint8Array(first[count]!);
  const reader = new PartReader(bytes, at, bytes.length, refuse);
  for (let e = 0; e < count; e++) {
    reader.next(WORD_BYTES);
    const marked = bytes.readUIntLE(reader.at, WORD_BYTES);
    reader.at += WORD_BYTES;
    const word = marked & (MAIN_BIT - 1);
    if (word >= wordCount) refuse('names a word that it does not have');
    const repeats = e > 0 && reader.shared === reader.length && reader.differs < 0;
    const rises = reader.length > reader.shared && reader.part[reader.shared]! > reader.differs;
    if (reader.length === 0 || !(rises || (repeats && word > entryWord[e - 1]!))) {
      refuse('is not in order');
    }
    for (let p = reader.shared; p < reader.length; p++) {
      if (reader.part[p]! >= PHONES.length) refuse('has an unknown phone');
    }
    phones.set(reader.part.subarray(0, reader.length), first[e]);
    entryWord[e] = word;
    if ((marked & MAIN_BIT) !== 0) {
      if (mainEntry[word] !== count) refuse('has two usual ways to say a word');
      mainEntry[word] = e;
    }
  }
  if (mainEntry.includes(count)) refuse('has a word without a usual way to say it');
  return { phones, first, entryWord, mainEntry };
}

/**
 * Final words as a person would have typed them: spoken commands carried out, marks and capitals put in, numbers in
 * digits. Words keep their times: one that stands for several begins with the first and ends with the last. Live text
 * is left as it was said, since a tail that may still change would make commands and numbers jump.
 * @module
 */
import type { PunctuationTagger } from '../language/punctuation-tagger';
import type { TranscriptEvent, Utterance, Word } from '../protocol/transcript';
import type { Writing } from '../protocol/writing';
import { MARKS } from '../text/marked-words';
import { dictated, type DictatedPart } from '../text/spoken-commands';
import { writtenNumbers } from '../text/written-numbers';

/** A piece of text while it is put together. */
interface Piece extends Word {
  /** No space before it. */
  readonly glued: boolean;
  /** No space behind it. */
  readonly open: boolean;
  /** How many words were said for it; 0 for marks. */
  readonly said: number;
  readonly capitals: 'as-usual' | 'first' | 'all';
}

const SENTENCE_END = /[.?!…]["”’)]*$|\n$/;
const isEnd = (text: string): boolean => SENTENCE_END.test(text);
const capitalised = (text: string): string =>
  text.replace(/\p{L}/u, (letter) => letter.toUpperCase());
/** "I", and what it is contracted with. */
const FIRST_PERSON = /^i('|$)/;

/** Makes utterances readable, one after the other: whether a sentence goes on is known from the one before. */
export class ReadableText {
  private continues = false;

  /** @param tagger Where the model has one; asked for at the first use. */
  constructor(
    private readonly writing: Writing,
    private readonly tagger?: () => PunctuationTagger,
  ) {}

  /** The next final utterance. One that only takes back has no text. */
  write(utterance: Utterance): Utterance {
    const { numbers, punctuation, commands } = this.writing;
    if (!numbers && !punctuation && !commands) return utterance;
    const spoken = utterance.words.map(({ word }) => word);
    const { parts, scratches } = commands
      ? dictated(spoken)
      : { parts: asWords(spoken), scratches: 0 };
    let pieces = piecesOf(parts, utterance.words);
    if (punctuation && this.tagger !== undefined) pieces = this.tagged(pieces);
    else if (commands) pieces = sentenceCapitals(pieces, this.continues);
    if (numbers) pieces = withNumbers(pieces);
    const words = joined(pieces);
    const text = textOf(pieces);
    if (text !== '') this.continues = !isEnd(text);
    return {
      ...utterance,
      text: text.trim(),
      words,
      ...(scratches > 0 ? { scratches } : {}),
    };
  }

  /** An event with its final text written; live text stays as it is. */
  event(event: TranscriptEvent): TranscriptEvent {
    return event.kind === 'final' ? { ...event, result: this.write(event.result) } : event;
  }

  /** Marks and capitals by the tagger, for each stretch between marks that were dictated. */
  private tagged(pieces: readonly Piece[]): Piece[] {
    const result: Piece[] = [];
    let { continues } = this;
    for (let at = 0; at < pieces.length;) {
      let end = at;
      while (end < pieces.length && pieces[end]?.said === 1) end += 1;
      const stretch = pieces.slice(at, end);
      const tags = this.tagger?.().tag(
        stretch.map(({ word }) => word),
        continues,
        end === pieces.length,
      );
      stretch.forEach((piece, i) => {
        // A mark that was dictated, or a break, stands instead of the tagger's.
        const dictates = i === stretch.length - 1 && end < pieces.length;
        const mark = dictates ? '' : (MARKS[tags?.[i]?.mark ?? 0] ?? '');
        const capitals = (['as-usual', 'first', 'all'] as const)[tags?.[i]?.capitals ?? 0];
        result.push(withMark({ ...piece, word: cased(piece, capitals ?? 'as-usual') }, mark));
      });
      const dictated = pieces[end];
      if (dictated !== undefined) result.push(dictated);
      continues = dictated === undefined ? false : !isEnd(dictated.word);
      at = end + 1;
    }
    return result;
  }
}

function asWords(words: readonly string[]): DictatedPart[] {
  return words.map((_, i) => ({
    kind: 'word',
    start: i,
    end: i + 1,
    capitals: 'as-usual',
    glued: false,
  }));
}

function piecesOf(parts: readonly DictatedPart[], words: readonly Word[]): Piece[] {
  return parts.map((part) => {
    const timed = spanOf(words.slice(part.start, part.end));
    switch (part.kind) {
      case 'word':
        return {
          ...timed,
          word: words[part.start]?.word ?? '',
          glued: part.glued,
          open: false,
          said: 1,
          capitals: part.capitals,
        };
      case 'mark': {
        const { hangs } = part;
        return {
          ...timed,
          word: part.text,
          glued: hangs === 'left' || hangs === 'both',
          open: hangs === 'right' || hangs === 'both',
          said: 0,
          capitals: 'as-usual',
        };
      }
      case 'break':
        return {
          ...timed,
          word: part.text,
          glued: true,
          open: true,
          said: 0,
          capitals: 'as-usual',
        };
    }
  });
}

/** Times of words in a row, and the confidence of the least sure one. */
function spanOf(words: readonly Word[]): Omit<Word, 'word'> {
  return {
    start: words[0]?.start ?? 0,
    end: words.at(-1)?.end ?? 0,
    confidence: Math.min(1, ...words.map(({ confidence }) => confidence)),
  };
}

function cased({ word, capitals: asked }: Piece, capitals: Piece['capitals']): string {
  if (asked === 'all' || (asked === 'as-usual' && capitals === 'all')) return word.toUpperCase();
  const first = asked === 'first' || capitals === 'first' || FIRST_PERSON.test(word);
  return first ? capitalised(word) : word;
}

function withMark(piece: Piece, mark: string): Piece {
  return mark === '' ? piece : { ...piece, word: `${piece.word}${mark}` };
}

/** Without a tagger: capitals where a sentence begins behind a dictated mark, and for "I". */
function sentenceCapitals(pieces: readonly Piece[], continues: boolean): Piece[] {
  let begins = !continues;
  return pieces.map((piece) => {
    const { said, word } = piece;
    if (said === 0) {
      // A quotation mark neither begins nor ends a sentence.
      if (/[\p{L}\d.?!…:;,\n–]/u.test(word)) begins = isEnd(word);
      return piece;
    }
    const result = { ...piece, word: cased(piece, begins ? 'first' : 'as-usual') };
    begins = false;
    return result;
  });
}

/** A word as it was said, and the mark that the tagger put behind it. */
function parted(word: string): { plain: string; mark: string } {
  const [, plain = word, mark = ''] = /^(.*?)([,.?!]?)$/s.exec(word) ?? [];
  return { plain, mark };
}

/** Numbers in digits, in each stretch between marks that were dictated. */
function withNumbers(pieces: readonly Piece[]): Piece[] {
  const result: Piece[] = [];
  for (let at = 0; at < pieces.length;) {
    let end = at;
    while (end < pieces.length && pieces[end]?.said === 1) end += 1;
    const stretch = pieces.slice(at, end);
    const spoken = stretch.map(({ word }) => parted(word).plain.toLowerCase());
    for (const written of writtenNumbers(spoken)) {
      const own = stretch.slice(written.start, written.end);
      const [first] = own;
      if (first === undefined) continue;
      if (!written.changed) result.push(...own);
      else {
        const { mark } = parted(own.at(-1)?.word ?? '');
        const word = written.text.endsWith(mark) ? written.text : markedText(written.text, mark);
        result.push({ ...first, ...spanOf(own), word });
      }
    }
    const dictated = pieces[end];
    if (dictated !== undefined) result.push(dictated);
    at = end + 1;
  }
  return result;
}

/** "June 3," at the end of a sentence is "June 3."; "a.m." keeps its point before a question mark. */
function markedText(text: string, mark: string): string {
  return mark === '' ? text : `${text.replace(/,$/, '')}${mark}`;
}

/** The text, with spaces where they belong. */
function textOf(pieces: readonly Piece[]): string {
  return pieces
    .map(({ word, glued }, i) => {
      const before = pieces[i - 1];
      return before === undefined || glued || before.open ? word : ` ${word}`;
    })
    .join('');
}

/** Words for captions and search: what touches the word before or behind it is part of that word. */
function joined(pieces: readonly Piece[]): Word[] {
  const words: Word[] = [];
  let open = true;
  for (const piece of pieces) {
    const { word, start, end, confidence } = piece;
    if (word.trim() === '') {
      open = false;
      continue;
    }
    const last = words.at(-1);
    if (last !== undefined && (piece.glued || open) && words.length > 0) {
      words[words.length - 1] = {
        word: last.word + word,
        start: last.start,
        end,
        confidence: Math.min(last.confidence, confidence),
      };
    } else words.push({ word, start, end, confidence });
    open = piece.open;
  }
  return words;
}

/**
 * Captions for players: words with times as cues of two short lines, written as SubRip (srt) or WebVTT (vtt).
 * @module
 */

/** A word with its times in seconds. */
export interface CaptionWord {
  readonly word: string;
  readonly start: number;
  readonly end: number;
}

/** Text on the screen from one time to another, in whole milliseconds. */
export interface Cue {
  readonly start: number;
  readonly end: number;
  /** At most `CUE_LINES` of at most `LINE_WIDTH` characters; not escaped. */
  readonly lines: readonly string[];
}

/** What subtitle guidelines agree on, and what fits every player. */
const CUE_LINES = 2;
const LINE_WIDTH = 42;
/** A cue does not stay over a longer silence than this, in seconds … */
const LONGEST_PAUSE = 1.5;
/** … and not longer than this, in seconds. */
const LONGEST_CUE = 7;
/** Shorter cues stay until they can be read, in milliseconds, if the next one lets them. */
const SHORTEST_CUE = 1000;

/** A cue that is being filled; times in seconds. */
interface Draft {
  readonly start: number;
  end: number;
  readonly lines: string[];
}

/** One line of text: no line breaks, no control characters, which would end a cue or a file early. */
function plainLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}

/** A word in pieces that fit a line: nearly always one. */
function piecesOf(word: string): string[] {
  const characters = Array.from(plainLine(word));
  return Array.from({ length: Math.ceil(characters.length / LINE_WIDTH) }, (_, i) =>
    characters.slice(i * LINE_WIDTH, (i + 1) * LINE_WIDTH).join(''),
  );
}

/** Puts a piece behind the last line or under it; says whether there was room. */
function place(lines: string[], piece: string): boolean {
  const longer = `${lines.at(-1) ?? ''} ${piece}`;
  if (Array.from(longer).length <= LINE_WIDTH) lines[lines.length - 1] = longer;
  else if (lines.length < CUE_LINES) lines.push(piece);
  else return false;
  return true;
}

function continues(draft: Draft, word: CaptionWord): boolean {
  return word.start - draft.end <= LONGEST_PAUSE && word.end - draft.start <= LONGEST_CUE;
}

function draftsOf(words: readonly CaptionWord[]): Draft[] {
  const drafts: Draft[] = [];
  for (const word of words) {
    for (const piece of piecesOf(word.word)) {
      const last = drafts.at(-1);
      if (last && continues(last, word) && place(last.lines, piece)) last.end = word.end;
      else drafts.push({ start: word.start, end: word.end, lines: [piece] });
    }
  }
  return drafts;
}

/**
 * Captions of words in their order, with the pauses between utterances as borders. A cue begins where the last one
 * ended or later, and lasts a millisecond at least, whatever the times of the words.
 */
export function cuesOf(utterances: readonly { readonly words: readonly CaptionWord[] }[]): Cue[] {
  let earliest = 0;
  const cues = utterances
    .flatMap(({ words }) => draftsOf(words))
    .map(({ start, end, lines }) => {
      const from = Math.max(earliest, milliseconds(start));
      earliest = Math.max(from + 1, milliseconds(end));
      return { start: from, end: earliest, lines };
    });
  return cues.map((cue, i) => {
    const readable = Math.min(cue.start + SHORTEST_CUE, cues[i + 1]?.start ?? Infinity);
    return { ...cue, end: Math.max(cue.end, readable) };
  });
}

function milliseconds(seconds: number): number {
  return Number.isFinite(seconds) ? Math.round(seconds * 1000) : 0;
}

/** `hh:mm:ss,mmm` with the separator that the format wants. */
function clock(time: number, separator: ',' | '.'): string {
  const digits = (value: number, length: number): string =>
    String(Math.floor(value)).padStart(length, '0');
  const hours = digits(time / 3_600_000, 2);
  const minutes = digits((time / 60_000) % 60, 2);
  const seconds = digits((time / 1000) % 60, 2);
  return `${hours}:${minutes}:${seconds}${separator}${digits(time % 1000, 3)}`;
}

/** SubRip knows no escapes: signs that players take for markup or for the arrow become their full-width forms. */
const SRT_SIGNS: Readonly<Record<string, string>> = { '<': '＜', '>': '＞', '{': '｛', '}': '｝' };

function srtLine(line: string): string {
  return line.replace(/[<>{}]/g, (sign) => SRT_SIGNS[sign] ?? sign);
}

const VTT_ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

function vttLine(line: string): string {
  return line.replace(/[&<>]/g, (sign) => VTT_ENTITIES[sign] ?? sign);
}

/** A SubRip file; empty without cues. */
export function renderSrt(cues: readonly Cue[]): string {
  return cues
    .map(
      ({ start, end, lines }, i) =>
        `${i + 1}\n${clock(start, ',')} --> ${clock(end, ',')}\n${lines.map(srtLine).join('\n')}\n`,
    )
    .join('\n');
}

/** A WebVTT file. */
export function renderVtt(cues: readonly Cue[]): string {
  const blocks = cues.map(
    ({ start, end, lines }) =>
      `${clock(start, '.')} --> ${clock(end, '.')}\n${lines.map(vttLine).join('\n')}\n`,
  );
  return ['WEBVTT\n', ...blocks].join('\n');
}

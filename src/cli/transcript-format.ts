/**
 * A transcribed file as text, JSON or captions.
 * @module
 */
import type { FileTranscript, Utterance, Word } from '../protocol/transcript';

/** What `--format` may name; also the extension of written files. */
export const TRANSCRIPT_FORMATS = ['txt', 'json', 'srt', 'vtt'] as const;

/** One of `TRANSCRIPT_FORMATS`. */
export type TranscriptFormat = (typeof TRANSCRIPT_FORMATS)[number];

/** What was heard in a file. */
export interface TranscribedFile {
  /** As the user named it. */
  readonly file: string;
  /** Seconds. */
  readonly duration: number;
  readonly utterances: readonly Utterance[];
  /** Seconds of work a second of audio. */
  readonly realTimeFactor: number;
}

/** Two lines of 42 letters: what the eye takes in while it watches. */
const LINE_LETTERS = 42;
const CAPTION_LETTERS = 2 * LINE_LETTERS;
/** Seconds that one caption stays at most, and a pause in which it goes. */
const LONGEST_CAPTION = 6;
const LONGEST_GAP = 1;
/** Shorter captions stay until they can be read, if the next one lets them. */
const SHORTEST_CAPTION = 1;

/** The whole output for one file. On a shared output `txt` is a line a file, in a file of its own a line an utterance. */
export function renderTranscript(
  format: TranscriptFormat,
  transcript: TranscribedFile,
  ownFile: boolean,
): string {
  switch (format) {
    case 'txt':
      return textOf(transcript, ownFile ? '\n' : ' ') + '\n';
    case 'json':
      return `${JSON.stringify(fileTranscript(transcript))}\n`;
    case 'srt':
      return captionsOf(transcript)
        .map(({ start, end, lines }, i) =>
          [i + 1, `${clock(start, ',')} --> ${clock(end, ',')}`, ...lines, '', ''].join('\n'),
        )
        .join('');
    case 'vtt':
      return [
        'WEBVTT\n\n',
        ...captionsOf(transcript).map(({ start, end, lines }) =>
          [`${clock(start, '.')} --> ${clock(end, '.')}`, ...lines.map(escapeVtt), '', ''].join(
            '\n',
          ),
        ),
      ].join('');
  }
}

function textOf({ utterances }: TranscribedFile, separator: string): string {
  return utterances.map(({ text }) => text).join(separator);
}

function fileTranscript(transcript: TranscribedFile): FileTranscript {
  const { file, duration, utterances, realTimeFactor } = transcript;
  return {
    file,
    duration,
    text: textOf(transcript, ' '),
    words: utterances.flatMap(({ words }) => words),
    realTimeFactor,
  };
}

/** Text that is shown for a while. */
interface Caption {
  readonly start: number;
  end: number;
  readonly lines: readonly string[];
}

function captionsOf({ utterances }: TranscribedFile): Caption[] {
  const captions: Caption[] = [];
  let group: Word[] = [];
  const show = (): void => {
    const [first] = group;
    const last = group.at(-1);
    if (first === undefined || last === undefined) return;
    const start = Math.max(first.start, captions.at(-1)?.end ?? 0);
    captions.push({ start, end: Math.max(start, last.end), lines: wrap(group) });
    group = [];
  };
  for (const word of utterances.flatMap(({ words }) => words)) {
    if (!fits(group, word)) show();
    group.push(word);
  }
  show();
  for (const [i, caption] of captions.entries()) {
    const next = captions[i + 1]?.start ?? Infinity;
    caption.end = Math.max(caption.end, Math.min(next, caption.start + SHORTEST_CAPTION));
  }
  return captions;
}

function fits(group: readonly Word[], word: Word): boolean {
  const [first] = group;
  const last = group.at(-1);
  if (first === undefined || last === undefined) return true;
  return (
    [...group, word].map((each) => each.word).join(' ').length <= CAPTION_LETTERS &&
    word.end - first.start <= LONGEST_CAPTION &&
    word.start - last.end <= LONGEST_GAP
  );
}

/** Lines of at most 42 letters, unless one word is longer. A word cannot hold a line break or an arrow of times. */
function wrap(words: readonly Word[]): string[] {
  const lines: string[] = [];
  for (const { word } of words) {
    const clean = word.replace(/\s+/g, ' ').replaceAll('-->', '->');
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + clean.length <= LINE_LETTERS) {
      lines[lines.length - 1] = `${line} ${clean}`;
    } else {
      lines.push(clean);
    }
  }
  return lines;
}

function escapeVtt(line: string): string {
  return line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** hh:mm:ss and milliseconds. */
function clock(seconds: number, point: ',' | '.'): string {
  const ms = Math.round(seconds * 1000);
  const two = (n: number): string => String(Math.floor(n)).padStart(2, '0');
  const time = [ms / 3_600_000, (ms / 60_000) % 60, (ms / 1000) % 60].map(two).join(':');
  return `${time}${point}${String(ms % 1000).padStart(3, '0')}`;
}

/**
 * A transcribed file as text, JSON or captions.
 * @module
 */
import type { FileTranscript, Utterance } from '../protocol/transcript';
import { cuesOf, renderSrt, renderVtt } from '../text/captions';

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
      return renderSrt(cuesOf(transcript.utterances));
    case 'vtt':
      return renderVtt(cuesOf(transcript.utterances));
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

/**
 * `skald transcribe`: the text of audio files.
 * @module
 */
import { readFile } from 'node:fs/promises';
import { openAudioFile } from '../audio/decode-file';
import { UserError } from '../base/errors';
import { parseHotWords, type HotPhrase } from '../language/hot-words';
import type { Writing } from '../protocol/writing';
import type { Recognizer } from '../recognizer/recognizer';
import { transcribeSource } from '../recognizer/transcribe-source';
import { oneOf, parseCommand, usageError, type Command } from './command';
import { errorLine } from './error-line';
import { openRecognizer } from './open-recognizer';
import { OutputFolder } from './output-folder';
import { userPath, type Terminal } from './terminal';
import { TRANSCRIPT_FORMATS, renderTranscript, type TranscriptFormat } from './transcript-format';
import { WRITING_HELP, WRITING_OPTIONS, writingOf } from './writing-options';

/** The command. */
export const transcribe: Command = {
  help: `
Usage: skald transcribe FILE… [options]

Prints the text of audio files: WAV, FLAC, Ogg Opus and MP3, and what ffmpeg reads where it is installed.
A file that cannot be read, or not all of it, is named on standard error; the others go on, and the exit code is 1.

  --format FORMAT    ${TRANSCRIPT_FORMATS.join(', ')} (default txt); txt and json are a line a file, json:
                     {file, duration, text, words: [{word, start, end, confidence}], realTimeFactor}
  --output DIR       writes a file for each recording into DIR instead; txt is then a line an utterance
  --stream           hears the files as live streams
  --model DIR        another model than the bundled one
  --no-rescoring     the model's recurrent language model, if it has one, does not choose among readings
  --hot-words FILE   words and phrases that are likely, one a line; "word = PHONES" says how a new one is said
${WRITING_HELP}
`,
  async run(args, terminal) {
    const settings = settingsOf(args);
    const output =
      settings.output === undefined
        ? undefined
        : await OutputFolder.open(userPath(terminal, settings.output));
    const hotWords = await readHotWords(terminal, settings.hotWords);
    const recognizer = await openRecognizer(terminal, settings.model, {
      live: settings.stream,
      rescoring: settings.rescoring,
      ...(hotWords && { hotWords }),
    });
    let failed = false;
    try {
      for (const file of settings.files) {
        try {
          const { text, warnings } = await transcribeFile(terminal, recognizer, file, settings);
          if (output === undefined) terminal.write(text);
          else await output.write(file, settings.format, text);
          for (const warning of warnings) {
            failed = true;
            terminal.note(
              `skald: ${file}: ${warning}: get the file again, only what is there was transcribed`,
            );
          }
        } catch (error) {
          failed = true;
          terminal.progress('');
          terminal.note(errorLine(error));
        }
      }
    } finally {
      recognizer.close();
    }
    return failed ? 1 : 0;
  },
};

/** A checked command line. */
interface Settings {
  readonly files: readonly string[];
  readonly format: TranscriptFormat;
  readonly output: string | undefined;
  readonly stream: boolean;
  readonly model: string | undefined;
  readonly hotWords: string | undefined;
  readonly rescoring: boolean;
  readonly writing: Writing;
}

function settingsOf(args: readonly string[]): Settings {
  const { values, positionals } = parseCommand('transcribe', args, {
    format: { type: 'string', default: 'txt' },
    output: { type: 'string' },
    stream: { type: 'boolean', default: false },
    model: { type: 'string' },
    'hot-words': { type: 'string' },
    'no-rescoring': { type: 'boolean', default: false },
    ...WRITING_OPTIONS,
  });
  if (positionals.length === 0) throw usageError('transcribe', 'FILE is missing');
  return {
    files: positionals,
    format: oneOf('transcribe', 'format', values.format, TRANSCRIPT_FORMATS),
    output: values.output,
    stream: values.stream,
    model: values.model,
    hotWords: values['hot-words'],
    rescoring: !values['no-rescoring'],
    writing: writingOf('transcribe', values),
  };
}

async function readHotWords(
  terminal: Terminal,
  file: string | undefined,
): Promise<HotPhrase[] | undefined> {
  if (file === undefined) return undefined;
  let text: string;
  try {
    text = await readFile(userPath(terminal, file), 'utf8');
  } catch {
    throw new UserError(`cannot read hot words ${file}`, 'check the path of --hot-words');
  }
  return parseHotWords(text, file);
}

async function transcribeFile(
  terminal: Terminal,
  recognizer: Recognizer,
  file: string,
  { format, stream, output, writing }: Settings,
): Promise<{ text: string; warnings: readonly string[] }> {
  const begin = performance.now();
  const source = await openAudioFile(userPath(terminal, file));
  const { duration, utterances } = await transcribeSource(recognizer, source, {
    stream,
    text: recognizer.openText(writing),
    onProgress(seconds) {
      terminal.progress(progressLine(file, seconds, source.duration));
    },
  });
  terminal.progress('');
  const work = (performance.now() - begin) / 1000;
  const transcript = { file, duration, utterances, realTimeFactor: work / duration };
  return {
    text: renderTranscript(format, transcript, output !== undefined),
    warnings: source.warnings,
  };
}

function progressLine(file: string, seconds: number, duration: number | undefined): string {
  return duration === undefined || duration === 0
    ? `${file}: ${seconds.toFixed(0)} s`
    : `${file}: ${Math.min(100, (100 * seconds) / duration).toFixed(0)} %`;
}

/**
 * `skald model memory`: how much memory a recording of many hours takes.
 * @module
 */
import { openAudioFile, type AudioSource } from '../audio/decode-file';
import { SAMPLE_RATE } from '../audio/sampling';
import { UserError } from '../base/errors';
import type { Utterance } from '../protocol/transcript';
import { readManifest, type ManifestRow } from '../training/manifest';
import { transcribeSource } from '../recognizer/transcribe-source';
import { onlyArgument, parseCommand, usageError, wholeNumber } from './command';
import { openRecognizer } from './open-recognizer';
import { userPath, type Terminal } from './terminal';

const DEFAULT_HOURS = 6;
/** Half an hour. */
const DEFAULT_MINUTES = 30;
const BYTES_A_MEGABYTE = 1 << 20;

/** The recordings of a manifest one after the other, again and again, as if they were one. */
export function endlessSource(rows: readonly ManifestRow[], seconds: number): AudioSource {
  return {
    duration: seconds,
    warnings: [],
    async *blocks() {
      let left = Math.round(seconds * SAMPLE_RATE);
      for (let i = 0; left > 0; i = (i + 1) % rows.length) {
        const row = rows[i];
        if (row === undefined) return;
        for await (const block of (await openAudioFile(row.file)).blocks()) {
          yield block.subarray(0, Math.max(0, left));
          left -= block.length;
          if (left <= 0) return;
        }
      }
    },
  };
}

/** Runs it. */
export async function memoryCommand(args: readonly string[], terminal: Terminal): Promise<0> {
  const { values, positionals } = parseCommand('model', args, {
    manifest: { type: 'string' },
    minutes: { type: 'string' },
    every: { type: 'string' },
    stream: { type: 'boolean' },
    json: { type: 'boolean' },
  });
  const folder = onlyArgument('model', positionals, 'DIR');
  if (values.manifest === undefined) throw usageError('model', '--manifest FILE is missing');
  const minutes = wholeNumber('model', 'minutes', values.minutes, 1) ?? 60 * DEFAULT_HOURS;
  const every = wholeNumber('model', 'every', values.every, 1) ?? DEFAULT_MINUTES;
  const stream = values.stream === true;
  const rows = await readManifest(userPath(terminal, values.manifest));
  if (rows.length === 0) {
    throw new UserError(`${values.manifest} lists no recordings`, 'add a line for each recording');
  }
  const recognizer = await openRecognizer(terminal, folder, { live: stream });
  /** The most memory in each stretch. */
  const peaks: number[] = [];
  const begin = performance.now();
  let utterances: readonly Utterance[];
  try {
    ({ utterances } = await transcribeSource(recognizer, endlessSource(rows, 60 * minutes), {
      stream,
      onProgress(seconds) {
        const stretch = Math.min(Math.ceil(minutes / every) - 1, Math.floor(seconds / 60 / every));
        peaks[stretch] = Math.max(
          peaks[stretch] ?? 0,
          process.memoryUsage.rss() / BYTES_A_MEGABYTE,
        );
        terminal.progress(`${(seconds / 60).toFixed(0)} of ${minutes} minutes`);
      },
    }));
  } finally {
    terminal.progress('');
    recognizer.close();
  }
  const report = {
    ...{ minutes, every, stream },
    words: utterances.reduce((sum, utterance) => sum + utterance.words.length, 0),
    timesRealTime: (60 * minutes * 1000) / (performance.now() - begin),
    peakMb: peaks.map(Math.round),
  };
  terminal.write(values.json === true ? `${JSON.stringify(report)}\n` : readable(report));
  return 0;
}

function readable(report: {
  readonly minutes: number;
  readonly every: number;
  readonly words: number;
  readonly timesRealTime: number;
  readonly peakMb: readonly number[];
}): string {
  const { minutes, every, words, timesRealTime, peakMb } = report;
  return `${[
    `${minutes} minutes, ${words} words, ${timesRealTime.toFixed(1)} × real time; most memory by stretch of ${every} minutes:`,
    ...peakMb.map((peak, i) => `${String(i * every).padStart(6)} ${String(peak).padStart(6)} MB`),
  ].join('\n')}\n`;
}

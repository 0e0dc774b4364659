/**
 * `skald model speed`: how long a model takes to load, and how fast it and its decoder are.
 * @module
 */
import path from 'node:path';
import { readAudioFile } from '../audio/decode-file';
import { SAMPLE_RATE } from '../audio/sampling';
import { loadBundle, WORDS_FILE, type Bundle } from '../bundle/load-bundle';
import { spreadOf, type Spread } from '../benchmark/spread';
import { readNgramFile } from '../language/ngram-file';
import { NgramModel } from '../language/ngram-model';
import { createRecognizer } from '../recognizer/recognizer';
import { readManifest, type ManifestRow } from '../training/manifest';
import { onlyArgument, parseCommand, usageError, wholeNumber } from './command';
import { chooseRows } from './evaluation';
import { eachRecording } from './manifest-loop';
import { userPath, type Terminal } from './terminal';

const DEFAULT_SEED = 1;
const DEFAULT_LIMIT = 20;
const DEFAULT_RUNS = 5;
const MICROSECONDS = 1e6;

/** Seconds by the clock, and seconds of all processors. */
interface Cost {
  wall: number;
  processor: number;
}

/** Starts to count; what it returns tells the cost since then. */
function counting(): () => Cost {
  const begin = performance.now();
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return {
      wall: (performance.now() - begin) / 1000,
      processor: (user + system) / MICROSECONDS,
    };
  };
}

/** Adds what `work` costs to `sum`. */
function counted<T>(sum: Cost, work: () => T): T {
  const soFar = counting();
  try {
    return work();
  } finally {
    const { wall, processor } = soFar();
    sum.wall += wall;
    sum.processor += processor;
  }
}

/** Of several calls. */
type Costs = Readonly<Record<keyof Cost, Spread>>;

/** What `runs` calls cost each. */
async function timed(runs: number, work: () => Promise<unknown>): Promise<Costs> {
  const costs: Cost[] = [];
  for (let run = 0; run < runs; run++) {
    const soFar = counting();
    await work();
    costs.push(soFar());
  }
  return {
    wall: spreadOf(costs.map(({ wall }) => wall)),
    processor: spreadOf(costs.map(({ processor }) => processor)),
  };
}

/** What going through recordings cost. */
interface Speeds {
  readonly audioSeconds: number;
  /** Search, readings and word times. */
  readonly decoder: Cost;
  /** That, features and network. */
  readonly whole: Cost;
  /** Whether some could not be read. */
  readonly failed: boolean;
}

async function speedsOf(
  terminal: Terminal,
  bundle: Bundle,
  rows: readonly ManifestRow[],
): Promise<Speeds> {
  const decoder = { wall: 0, processor: 0 };
  const whole = { wall: 0, processor: 0 };
  const recognizer = await createRecognizer(bundle, {
    live: false,
    aroundPhones: (own) =>
      own && { ...own, decode: (...heard) => counted(decoder, () => own.decode(...heard)) },
  });
  let audioSeconds = 0;
  let isWarm = false;
  try {
    const failed = await eachRecording(terminal, rows, 'recordings heard', async ({ file }) => {
      const samples = await readAudioFile(file);
      if (!isWarm) {
        // The first run prepares graphs and fills caches.
        recognizer.transcribe(samples);
        decoder.wall = decoder.processor = 0;
        isWarm = true;
      }
      counted(whole, () => recognizer.transcribe(samples));
      audioSeconds += samples.length / SAMPLE_RATE;
    });
    return { audioSeconds, decoder, whole, failed };
  } finally {
    recognizer.close();
  }
}

/** Runs it. */
export async function speedCommand(args: readonly string[], terminal: Terminal): Promise<0 | 1> {
  const { values, positionals } = parseCommand('model', args, {
    manifest: { type: 'string' },
    limit: { type: 'string' },
    seed: { type: 'string' },
    runs: { type: 'string' },
    json: { type: 'boolean' },
  });
  const folder = onlyArgument('model', positionals, 'DIR');
  if (values.manifest === undefined) throw usageError('model', '--manifest FILE is missing');
  const limit = wholeNumber('model', 'limit', values.limit, 1) ?? DEFAULT_LIMIT;
  const seed = wholeNumber('model', 'seed', values.seed, 0) ?? DEFAULT_SEED;
  const runs = wholeNumber('model', 'runs', values.runs, 1) ?? DEFAULT_RUNS;
  const model = userPath(terminal, folder);
  terminal.progress('loading …');
  const loading = await timed(runs, () => loadBundle(model));
  const bundle = await loadBundle(model);
  const file = path.join(model, WORDS_FILE);
  const words =
    bundle.words && (await timed(runs, async () => new NgramModel(await readNgramFile(file))));
  const all = await readManifest(userPath(terminal, values.manifest));
  const rows = chooseRows(all, { corpus: undefined, limit, seed });
  const { audioSeconds, decoder, whole, failed } = await speedsOf(terminal, bundle, rows);
  const timesOf = ({ wall, processor }: Cost): Readonly<Cost> => ({
    wall: audioSeconds / Math.max(Number.EPSILON, wall),
    processor: audioSeconds / Math.max(Number.EPSILON, processor),
  });
  const report = {
    ...{ audioSeconds, width: bundle.manifest.decoding?.width ?? null },
    loadSeconds: { model: loading, words: words ?? null },
    timesRealTime: { decoder: timesOf(decoder), whole: timesOf(whole) },
  };
  terminal.write(values.json === true ? `${JSON.stringify(report)}\n` : readable(report));
  return failed ? 1 : 0;
}

function readable(report: {
  readonly audioSeconds: number;
  readonly width: number | null;
  readonly loadSeconds: { readonly model: Costs; readonly words: Costs | null };
  readonly timesRealTime: Readonly<Record<'decoder' | 'whole', Readonly<Cost>>>;
}): string {
  const { audioSeconds, width, loadSeconds, timesRealTime } = report;
  const milliseconds = ({ median, least, most }: Spread): string => {
    const [middle, low, high] = [median, least, most].map((seconds) => (1000 * seconds).toFixed(0));
    return `${middle} ms (${low} to ${high})`;
  };
  const loaded = (name: string, costs: Costs | null): string[] =>
    costs === null
      ? []
      : [
          `${name.padEnd(28)} ${milliseconds(costs.wall)}; of processor time ${milliseconds(costs.processor)}`,
        ];
  const speed = (name: string, { wall, processor }: Cost): string =>
    `${name.padEnd(28)} ${wall.toFixed(1)} × real time; ${processor.toFixed(1)} s of audio in a processor second`;
  return `${[
    ...loaded('loading the model', loadSeconds.model),
    ...loaded('loading its word model', loadSeconds.words),
    speed(`decoder, width ${width ?? 'as built in'}`, timesRealTime.decoder),
    speed('all but reading files', timesRealTime.whole),
    `over ${audioSeconds.toFixed(0)} s of audio`,
  ].join('\n')}\n`;
}

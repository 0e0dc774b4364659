/**
 * `skald noise-test`: what the recogniser says where nobody speaks.
 * @module
 */
import { basename } from 'node:path';
import { readAudioFile } from '../audio/decode-file';
import { noMore, parseCommand, wholeNumber, type Command } from './command';
import { decoderNamed } from './decoding-flags';
import {
  hearNoise,
  noiseConditions,
  type NoiseCondition,
  type NoiseResult,
} from './noise-conditions';
import { noiseFiles } from './noise-files';
import { openRecognizer } from './open-recognizer';
import { userPath, type Terminal } from './terminal';

const DEFAULT_SECONDS = 600;
const DEFAULT_SEED = 1;

/** The command. */
export const noiseTest: Command = {
  help: `
Usage: skald noise-test [options]

Lets the recogniser hear noise and silence, made from a seed, and prints the words that it finds in them: there are
none. White, pink and brown noise, hum, clicks and typing at −50, −30 and −15 dBFS, dry and in a room, and digital
silence. The exit code is 1 if any word was found.

  --seconds N      of made noise in all (default ${DEFAULT_SECONDS})
  --seed S         of the noise (default ${DEFAULT_SEED})
  --noise PATH     also a recording of noise, or every one in a folder
  --stream         hears it as live streams
  --decoder NAME   greedy, beam or lexicon, as for evaluate
  --model DIR      another model than the bundled one
  --json           {seconds, words, conditions: [{name, seconds, words}]}
`,
  async run(args, terminal) {
    const { values, positionals } = parseCommand('noise-test', args, {
      seconds: { type: 'string' },
      seed: { type: 'string' },
      noise: { type: 'string' },
      stream: { type: 'boolean' },
      decoder: { type: 'string' },
      model: { type: 'string' },
      json: { type: 'boolean' },
    });
    noMore('noise-test', positionals);
    const seconds = wholeNumber('noise-test', 'seconds', values.seconds, 1) ?? DEFAULT_SECONDS;
    const seed = wholeNumber('noise-test', 'seed', values.seed, 0) ?? DEFAULT_SEED;
    const conditions = [
      ...noiseConditions(seconds, seed),
      ...(values.noise === undefined ? [] : await given(terminal, values.noise)),
    ];
    const stream = values.stream === true;
    const decoder = decoderNamed('noise-test', values.decoder);
    const recognizer = await openRecognizer(terminal, values.model, {
      live: stream,
      ...(decoder && { decoder }),
    });
    const results: NoiseResult[] = [];
    try {
      for (const [i, condition] of conditions.entries()) {
        terminal.progress(`${i} of ${conditions.length} conditions`);
        results.push(await hearNoise(recognizer, condition, stream));
      }
    } finally {
      terminal.progress('');
      recognizer.close();
    }
    const report = {
      seconds: results.reduce((sum, result) => sum + result.seconds, 0),
      words: results.reduce((sum, result) => sum + result.words.length, 0),
      conditions: results,
    };
    terminal.write(values.json === true ? `${JSON.stringify(report)}\n` : readable(report));
    return report.words === 0 ? 0 : 1;
  },
};

async function given(terminal: Terminal, path: string): Promise<NoiseCondition[]> {
  const files = await noiseFiles(userPath(terminal, path));
  return files.map((file) => ({ name: basename(file), samples: () => readAudioFile(file) }));
}

function readable(report: {
  readonly seconds: number;
  readonly words: number;
  readonly conditions: readonly NoiseResult[];
}): string {
  const width = Math.max(...report.conditions.map(({ name }) => name.length));
  const lines = report.conditions.map(
    ({ name, seconds, words }) =>
      `${name.padEnd(width)} ${seconds.toFixed(1).padStart(7)} s ${String(words.length).padStart(5)} words` +
      (words.length === 0 ? '' : `: ${words.join(' ')}`),
  );
  const total = `in all, ${(report.seconds / 60).toFixed(1)} minutes: ${report.words} words`;
  return `${[...lines, total].join('\n')}\n`;
}

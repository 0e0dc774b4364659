/**
 * `skald language train-punctuation`: a tagger of marks and capitals from printed text.
 * @module
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError, messageOf } from '../base/errors';
import { encodePunctuation } from '../bundle/punctuation-file';
import type { PunctuationScores, TagScore } from '../language/punctuation-scores';
import {
  testPunctuation,
  trainPunctuation,
  type PunctuationTraining,
  type TestedPunctuation,
} from '../language/train-punctuation';
import { parseCommand, usageError, wholeNumber } from './command';
import { userPath, type Terminal } from './terminal';

const DEFAULTS = { units: 96, vector: 64, 'word-rows': 12_288, epochs: 1, seed: 1, batch: 128 };
/** Endings of three letters; there are some ten thousand, most of them rare. */
const ENDING_ROWS = 2048;
/** A piece of 31 words and its start: as long as utterances are. */
const STEPS = 32;
const RATE = 0.004;

/** A checked command line. */
interface Settings {
  readonly training: PunctuationTraining;
  /** As the user named it. */
  readonly output: string;
  readonly json: boolean;
}

function settingsOf(args: readonly string[], terminal: Terminal): Settings {
  const { values, positionals } = parseCommand('language', args, {
    text: { type: 'string', multiple: true },
    test: { type: 'string', multiple: true },
    output: { type: 'string' },
    units: { type: 'string' },
    vector: { type: 'string' },
    'word-rows': { type: 'string' },
    epochs: { type: 'string' },
    batch: { type: 'string' },
    seed: { type: 'string' },
    json: { type: 'boolean' },
  });
  const texts = [...(values.text ?? []), ...positionals];
  if (texts.length === 0) throw usageError('language', '--text FILE is missing');
  const { output } = values;
  if (output === undefined) throw usageError('language', '--output FILE is missing');
  const number = (name: keyof typeof DEFAULTS): number =>
    wholeNumber('language', name, values[name], name === 'seed' ? 0 : 1) ?? DEFAULTS[name];
  const spec = {
    wordRows: number('word-rows'),
    endingRows: ENDING_ROWS,
    vectorSize: number('vector'),
    units: number('units'),
  };
  const training = {
    texts: texts.map((text) => userPath(terminal, text)),
    tests: (values.test ?? []).map((text) => userPath(terminal, text)),
    spec,
    epochs: number('epochs'),
    rate: RATE,
    seed: number('seed'),
    shape: { steps: STEPS, batch: number('batch') },
  };
  return { training, output, json: values.json === true };
}

/** Runs it. */
export async function trainPunctuationCommand(
  args: readonly string[],
  terminal: Terminal,
): Promise<void> {
  const { training, output, json } = settingsOf(args, terminal);
  const begin = process.cpuUsage();
  const trained = await trainPunctuation(training, (line) => {
    terminal.progress(line);
  });
  const { user, system } = process.cpuUsage(begin);
  const cpuMinutes = (user + system) / 60e6;
  const bytes = encodePunctuation(training.spec, trained.weights);
  try {
    await writeFile(userPath(terminal, output), bytes);
  } catch (error) {
    throw new UserError(
      `cannot write ${output} (${messageOf(error)})`,
      'choose another --output FILE',
    );
  }
  terminal.progress('measuring …');
  const tested = await testPunctuation(training, trained);
  terminal.progress('');
  const { words, steps } = trained;
  terminal.write(
    json
      ? `${JSON.stringify({ bytes: bytes.length, words, steps, cpuMinutes, tested })}\n`
      : `${output}: ${(bytes.length / 1e6).toFixed(2)} MB, from ${words} words, ${steps} steps, ` +
          `${cpuMinutes.toFixed(1)} processor minutes\n${table(tested)}`,
  );
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`.padStart(8);

function table(tested: readonly TestedPunctuation[]): string {
  return tested
    .map(({ text, trained, simple }) => {
      const scores = (of: PunctuationScores): readonly TagScore[] => [...of.marks, ...of.capitals];
      const lines = scores(trained).map((score, i) =>
        [
          score.name.padEnd(10),
          String(score.count).padStart(8),
          percent(score.precision),
          percent(score.recall),
          percent(score.f1),
          percent(scores(simple)[i]?.f1 ?? 0),
        ].join(' '),
      );
      return [
        `\n${path.basename(text)}, ${trained.words} words`,
        'tag           count  precise   recall       F1  simple F1',
        ...lines,
        '',
      ].join('\n');
    })
    .join('');
}

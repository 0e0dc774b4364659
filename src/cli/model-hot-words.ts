/**
 * `skald model hot-words`: what hot words are worth, on words that found no settings.
 * @module
 */
import { Random } from '../base/random';
import { DEFAULT_LEXICON_BEAM } from '../decoder/lexicon-beam';
import { HOT_WORD_BONUS } from '../language/hot-words';
import { parseCommand, wholeNumber } from './command';
import { HEARING, hearManifest } from './hear-phones';
import { hotWordWorth, rareWords, type HotWordWorth } from './hot-word-worth';
import type { Terminal } from './terminal';

const DEFAULT_WORDS = 100;
/** By how many times hot words are likelier; without is once. */
const FACTORS = [1, 5, 20, 100, 500] as const;

/** Runs it. */
export async function hotWordsCommand(args: readonly string[], terminal: Terminal): Promise<0 | 1> {
  const { values, positionals } = parseCommand('model', args, {
    ...HEARING,
    words: { type: 'string' },
    json: { type: 'boolean' },
  });
  const most = wholeNumber('model', 'words', values.words, 1) ?? DEFAULT_WORDS;
  const heard = await hearManifest(terminal, positionals, values);
  const { bundle, recordings, failed, seed } = heard;
  const { lexicon, words: model, manifest } = bundle;
  const options = { ...DEFAULT_LEXICON_BEAM, ...manifest.decoding };
  const chosen = new Random(seed).shuffle(rareWords(recordings, lexicon, model, most));
  // The bonus was chosen on the first list; what it is worth is told by the second.
  const measured = (list: readonly string[]): ListReport => ({
    words: list.length,
    worth: FACTORS.map((factor) => {
      terminal.progress(`${list.length} words, ${factor} times as likely`);
      const bonus = Math.log(factor);
      return { factor, ...hotWordWorth(recordings, lexicon, model, options, list, bonus) };
    }),
  });
  const report = {
    ...{ recordings: recordings.length, shipped: Math.round(Math.exp(HOT_WORD_BONUS)) },
    tuning: measured(chosen.filter((_, i) => i % 2 === 0)),
    testing: measured(chosen.filter((_, i) => i % 2 === 1)),
  };
  terminal.progress('');
  terminal.write(values.json === true ? `${JSON.stringify(report)}\n` : readable(report));
  return failed ? 1 : 0;
}

/** One list of words with each bonus. */
interface ListReport {
  readonly words: number;
  readonly worth: readonly (HotWordWorth & { readonly factor: number })[];
}

function readable(report: {
  readonly recordings: number;
  readonly shipped: number;
  readonly tuning: ListReport;
  readonly testing: ListReport;
}): string {
  const percent = (part: number, all: number): string =>
    `${((100 * part) / Math.max(1, all)).toFixed(1)} %`.padStart(9);
  const table = (name: string, { words, worth }: ListReport): string[] => [
    `${name}: ${words} words, said ${worth[0]?.said ?? 0} times`,
    '  likelier     found  false  errors in other words',
    ...worth.map(
      ({ factor, said, found, falselyHeard, others, otherErrors }) =>
        `  ${String(factor).padStart(8)} ${percent(found, said)} ${String(falselyHeard).padStart(6)}  ${percent(otherErrors, others)}`,
    ),
  ];
  return `${[
    `${report.recordings} recordings; shipped: ${report.shipped} times as likely`,
    ...table('list for tuning', report.tuning),
    ...table('list for testing', report.testing),
  ].join('\n')}\n`;
}

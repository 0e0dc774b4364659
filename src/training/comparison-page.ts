/**
 * What a comparison of networks came to, as a page of Markdown.
 * @module
 */
import path from 'node:path';
import type { VariantResult } from './comparison';

/**
 * The page.
 * @param command Writes it.
 * @param initial Folders of the models that the networks began with, each one once; undefined for random weights.
 * @param results Of the variants that are done, in the order of the comparison.
 * @param open Names of those that are not.
 */
export function comparisonPage(
  command: string,
  initial: ReadonlySet<string | undefined>,
  results: readonly VariantResult[],
  open: readonly string[],
): string {
  const steps = Math.max(0, ...results.map((result) => result.steps));
  const hours = Math.max(0, ...results.map((result) => result.hours));
  const [beginning, little] = courseOf(initial);
  return [
    '# Networks compared',
    '',
    `Written by \`${command}\`. ${beginning}`,
    `${steps} steps, ${hours.toFixed(1)} h of audio. ${little}`,
    'ahead. Errors: greedy, without lexicon and word model, on the same development recordings. Real-time factor: processor',
    'seconds for a second of audio, one utterance of ten seconds at once, median of nine runs.',
    '',
    ...tableOf(results),
    ...(open.length === 0 ? [] : ['', `Not trained yet: ${open.join('; ')}.`]),
    '',
  ].join('\n');
}

/** A line for each network; where they learned for different times, how long each did. */
function tableOf(results: readonly VariantResult[]): string[] {
  const percent = (share: number | undefined): string =>
    share === undefined ? '–' : `${(100 * share).toFixed(1)} %`;
  const differ = new Set(results.map(({ steps }) => steps)).size > 1;
  const titles = ['phones wrong', 'letters wrong', 'parameters', 'real-time factor'];
  if (differ) titles.push('steps', 'audio', 'processor time');
  const lineOf = (result: VariantResult): string => {
    const cells = [
      result.name,
      percent(result.errors['phones']),
      percent(result.errors['characters']),
      `${(result.parameters / 1e6).toFixed(2)} million`,
      result.realTimeFactor.toFixed(4),
    ];
    if (differ) {
      const { steps, hours, processorHours } = result;
      cells.push(`${steps}`, `${hours.toFixed(1)} h`, `${(60 * processorHours).toFixed(1)} min`);
    }
    return `| ${cells.join(' | ')} |`;
  };
  return [
    `| network | ${titles.join(' | ')} |`,
    `| --- |${' --: |'.repeat(titles.length)}`,
    ...results.map(lineOf),
  ];
}

/** How the networks began and learned, and what the figures are worth. */
function courseOf(initial: ReadonlySet<string | undefined>): readonly [string, string] {
  const [first] = initial;
  if (initial.size > 1) {
    return [
      'Networks began with random weights or, where their names say so, with those of another one, and learned at most',
      'What counts is which network is',
    ];
  }
  if (first !== undefined) {
    return [
      `Every network began with the weights of ${path.basename(first)} and learned on for as long:`,
      'What counts is which network is',
    ];
  }
  return [
    'Every network began with random weights and learned the same recordings in the same order:',
    'That is little, so that the errors are high; what counts is which network is',
  ];
}

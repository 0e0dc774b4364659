/**
 * What a comparison of networks came to, as a page of Markdown.
 * @module
 */
import type { VariantResult } from './comparison';

/**
 * The page.
 * @param command Writes it.
 * @param initial The model that all networks began with, if they did.
 * @param results Of the variants that are done, in the order of the comparison.
 * @param open Names of those that are not.
 */
export function comparisonPage(
  command: string,
  initial: string | undefined,
  results: readonly VariantResult[],
  open: readonly string[],
): string {
  const percent = (share: number | undefined): string =>
    share === undefined ? '–' : `${(100 * share).toFixed(1)} %`;
  const steps = Math.max(0, ...results.map((result) => result.steps));
  const hours = Math.max(0, ...results.map((result) => result.hours));
  const [beginning, little] =
    initial === undefined
      ? [
          'Every network began with random weights and learned the same recordings in the same order:',
          'That is little, so that the errors are high; what counts is which network is',
        ]
      : [
          `Every network began with the weights of ${initial} and learned on for as long:`,
          'What counts is which network is',
        ];
  return [
    '# Networks compared',
    '',
    `Written by \`${command}\`. ${beginning}`,
    `${steps} steps, ${hours.toFixed(1)} h of audio. ${little}`,
    'ahead. Errors: greedy, without lexicon and word model, on the same development recordings. Real-time factor: processor',
    'seconds for a second of audio, one utterance of ten seconds at once, median of nine runs.',
    '',
    '| network | phones wrong | letters wrong | parameters | real-time factor |',
    '| --- | --: | --: | --: | --: |',
    ...results.map(({ name, errors, parameters, realTimeFactor }) =>
      [
        `| ${name}`,
        percent(errors['phones']),
        percent(errors['characters']),
        `${(parameters / 1e6).toFixed(2)} million`,
        `${realTimeFactor.toFixed(4)} |`,
      ].join(' | '),
    ),
    ...(open.length === 0 ? [] : ['', `Not trained yet: ${open.join('; ')}.`]),
    '',
  ].join('\n');
}

/**
 * The figures of the engine as Markdown tables.
 * @module
 */
import type { Entry } from './engine-figures';
import type { EngineFigures, MustReach } from './must-reach';
import { asText, type Spread } from './spread';

function cellOf(spread: Spread | undefined): string {
  return spread ? asText(spread) : '–';
}

const COLUMNS = [
  'ours',
  'oursBf16',
  'f32',
  'autocast',
  'bfloat16',
  'compiled',
  'unrolled',
  'reference',
] as const;

function row(name: string, { spreads, ratio, ratioBf16, unavailable }: Entry): string {
  const cells = COLUMNS.map((column) => {
    const reason = column in unavailable ? unavailable[column as keyof typeof unavailable] : '';
    return reason ? `not available: ${reason.replaceAll('|', '/')}` : cellOf(spreads[column]);
  });
  return `| ${[name, ...cells, ratio ?? '–', ratioBf16 ?? '–'].join(' | ')} |`;
}

/** Two tables: speeds in × real time as median (least–most), and what must be reached. */
export function engineTable(figures: EngineFigures, demands: readonly MustReach[]): string {
  const lines = [
    '× real time, median (least–most)',
    '',
    '| | ours f32 | ours bf16 | PyTorch f32 | PyTorch autocast | PyTorch bf16 | torch.compile f32 | the same, unrolled | eager reference | ratio f32 | ratio bf16 |',
    '| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |',
  ];
  for (const [cell, { forward, train }] of Object.entries(figures.cells)) {
    for (const [kind, entries] of Object.entries({ forward, train })) {
      for (const [batch, entry] of Object.entries(entries)) {
        lines.push(row(`${cell} ${kind}, batch ${batch.slice(1)}`, entry));
      }
    }
  }
  lines.push(
    '',
    `Products chosen here: ${figures.products}.`,
    '',
    '| must reach | limit | measured | |',
    '| --- | --: | --: | --- |',
    ...demands.map(
      ({ what, bound, limit, figure, reached }) =>
        `| ${what} | ${bound} ${limit} | ${figure === null ? '–' : Number(figure.toPrecision(3))} | ${reached} |`,
    ),
  );
  return lines.join('\n');
}

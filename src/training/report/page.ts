/**
 * The report of a run as one HTML page that asks for nothing from outside.
 * @module
 */
import type { History } from '../run-history';
import { shortNumber } from './axis';
import { escapeHtml, figureHtml } from './figure';
import { figuresOf } from './figures';

/** Colours of the curves on light and on dark ground; each has 3:1 or more against its ground. */
const LIGHT = ['0b62a4', 'b3470b', '0f7a55', '9c3587', '6b5b00', '4a4fb5', '555555', 'b0222f'];
const DARK = ['6cb8f5', 'f59a5c', '4fd0a0', 'e58fd0', 'd6c34a', 'a5a9ff', 'bdbdbd', 'ff8b94'];

function colours(list: readonly string[]): string {
  return list.map((c, i) => `path.c${i}{stroke:#${c}}i.c${i}{background:#${c}}`).join('');
}

const STYLE =
  ':root{color-scheme:light dark;--ground:#fff;--ink:#1b1b1b;--faint:#d9d9d9}' +
  'body{font:16px/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem;background:var(--ground);color:var(--ink)}' +
  'figure{margin:0}svg{width:100%;height:auto}svg text{font-size:12px;fill:var(--ink)}.grid{stroke:var(--faint)}' +
  '.curve{fill:none;stroke-width:1.6}.legend{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.2rem 1.2rem}' +
  '.legend i{display:inline-block;width:1.4em;height:.25em;margin-right:.5em;vertical-align:middle}' +
  'table{border-collapse:collapse}th,td{padding:.1rem .6rem;text-align:right;border-bottom:1px solid var(--faint)}' +
  '.wide{overflow-x:auto}' +
  colours(LIGHT) +
  `@media(prefers-color-scheme:dark){:root{--ground:#16181b;--ink:#e8e8e8;--faint:#3a3d42}${colours(DARK)}}`;

function summary({ records, brokenLines }: History): [string, string][] {
  const last = records.at(-1);
  const finite = (values: number[]): number[] => values.filter((v) => Number.isFinite(v));
  const sum = (values: number[]): number => finite(values).reduce((a, b) => a + b, 0);
  const thrown = records.filter((record) => !record.applied);
  const facts: [string, string][] = [
    ['Steps', shortNumber(last?.step ?? 0)],
    ['Epochs begun', shortNumber((last?.epoch ?? 0) + 1)],
    ['Last loss', shortNumber(finite(records.map((r) => r.loss)).at(-1) ?? NaN)],
  ];
  const audio = sum(records.map((r) => r.secondsOfAudio));
  if (audio > 0) facts.push(['Audio learned from', `${shortNumber(audio / 3600)} h`]);
  const names = new Set(records.flatMap((r) => Object.keys(r.development)));
  for (const name of names) {
    const rates = finite(records.map((r) => r.development[name] ?? NaN));
    if (rates.length === 0) continue;
    const best = rates.reduce((a, b) => Math.min(a, b));
    facts.push([`Best ${name}`, `${(100 * best).toFixed(2)} %`]);
  }
  const listed = thrown.slice(0, 20).map((record) => record.step);
  const more = thrown.length > listed.length ? ', …' : '';
  facts.push([
    'Steps thrown away (gradient not finite)',
    thrown.length === 0 ? 'none' : `${thrown.length}: ${listed.join(', ')}${more}`,
  ]);
  if (brokenLines > 0) {
    facts.push(['Lines of the history that could not be read', `${brokenLines}`]);
  }
  return facts;
}

/** The page; `title` names the run. */
export function reportPage(title: string, history: History): string {
  const rows = summary(history).map(
    ([name, value]) =>
      `<tr><th scope="row">${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`,
  );
  const figures = figuresOf(history).map(figureHtml);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
<table><caption>Summary</caption><tbody>${rows.join('')}</tbody></table>
${figures.join('\n')}
</main>
</body>
</html>
`;
}

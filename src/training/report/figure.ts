/**
 * One figure of the report: a chart as inline SVG and the same numbers as a table, for those who do not see it.
 * @module
 */
import { axisOf, shortNumber, type Axis } from './axis';

/** One curve. */
export interface Series {
  readonly name: string;
  /** (x, y) by rising x; what is not finite is a gap. */
  readonly points: readonly (readonly [number, number])[];
}

/** What is drawn. */
export interface Figure {
  readonly title: string;
  /** One or two sentences: what is shown, and how to read it. */
  readonly caption: string;
  readonly xName: string;
  readonly yName: string;
  readonly logarithmic?: boolean;
  readonly series: readonly Series[];
}

const WIDTH = 720;
const HEIGHT = 280;
const LEFT = 64;
const RIGHT = 12;
const TOP = 10;
const BOTTOM = 40;
/** Points of a curve and rows of a table at most; more are thinned out to means. */
const MOST_POINTS = 500;
const MOST_ROWS = 40;
/** As many as there are colours in the page. */
const COLOURS = 8;

/** Text inside HTML and SVG. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** At most `most` points: means of neighbours, where what is not finite does not count. */
export function thinned(points: Series['points'], most: number): (readonly [number, number])[] {
  if (points.length <= most) return [...points];
  return Array.from({ length: most }, (_, i) => {
    const start = Math.floor((i * points.length) / most);
    const part = points.slice(start, Math.floor(((i + 1) * points.length) / most));
    const finite = part.filter(([, y]) => Number.isFinite(y));
    const mean = finite.reduce((sum, [, y]) => sum + y, 0) / finite.length;
    return [part.at(-1)![0], mean] as const;
  });
}

function path(points: Series['points'], x: Axis, y: Axis): string {
  let pen = 'M';
  let text = '';
  for (const [at, value] of points) {
    const height = y.place(value);
    if (!Number.isFinite(height)) {
      pen = 'M';
      continue;
    }
    const px = LEFT + x.place(at) * (WIDTH - LEFT - RIGHT);
    const py = HEIGHT - BOTTOM - height * (HEIGHT - TOP - BOTTOM);
    text += `${pen}${px.toFixed(1)} ${py.toFixed(1)}`;
    pen = 'L';
  }
  return text;
}

function grid(figure: Figure, x: Axis, y: Axis): string {
  const right = WIDTH - RIGHT;
  const base = HEIGHT - BOTTOM;
  const rows = y.marks.map((mark) => {
    const at = (base - y.place(mark) * (base - TOP)).toFixed(1);
    return `<path class="grid" d="M${LEFT} ${at}H${right}"/><text x="${LEFT - 6}" y="${at}" dy="4" text-anchor="end">${shortNumber(mark)}</text>`;
  });
  const columns = x.marks.map((mark) => {
    const at = (LEFT + x.place(mark) * (right - LEFT)).toFixed(1);
    return `<text x="${at}" y="${base + 16}" text-anchor="middle">${shortNumber(mark)}</text>`;
  });
  const names =
    `<text x="${(LEFT + right) / 2}" y="${HEIGHT - 6}" text-anchor="middle">${escapeHtml(figure.xName)}</text>` +
    `<text transform="translate(12 ${(TOP + base) / 2}) rotate(-90)" text-anchor="middle">${escapeHtml(figure.yName)}</text>`;
  return [...rows, ...columns, names].join('');
}

function chart(figure: Figure, drawn: readonly Series[]): string {
  const points = drawn.flatMap((series) => series.points);
  const x = axisOf(
    points.map((p) => p[0]),
    false,
  );
  const y = axisOf(
    points.map((p) => p[1]),
    figure.logarithmic ?? false,
  );
  const curves = drawn.map(
    (series, i) => `<path class="curve c${i % COLOURS}" d="${path(series.points, x, y)}"/>`,
  );
  const label = escapeHtml(`${figure.title}: chart; its numbers stand in the table below`);
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}">${grid(figure, x, y)}${curves.join('')}</svg>`;
}

function table(figure: Figure): string {
  const columns = figure.series.map((series) => new Map(thinned(series.points, MOST_ROWS)));
  const places = [...new Set(columns.flatMap((column) => [...column.keys()]))].sort(
    (a, b) => a - b,
  );
  const every = Math.ceil(places.length / (2 * MOST_ROWS));
  const head = [figure.xName, ...figure.series.map((series) => series.name)];
  const rows = places
    .filter((_, i) => i % every === 0 || i === places.length - 1)
    .map((at) => {
      const cells = columns.map((column) => {
        const value = column.get(at);
        return `<td>${value === undefined ? '' : shortNumber(value)}</td>`;
      });
      return `<tr><th scope="row">${shortNumber(at)}</th>${cells.join('')}</tr>`;
    });
  const headCells = head.map((name) => `<th scope="col">${escapeHtml(name)}</th>`).join('');
  return `<details><summary>${escapeHtml(figure.title)} as a table</summary><div class="wide"><table><thead><tr>${headCells}</tr></thead><tbody>${rows.join('')}</tbody></table></div></details>`;
}

/** The figure as a part of a page. */
export function figureHtml(figure: Figure): string {
  const drawn = figure.series.map((series) => ({
    ...series,
    points: thinned(series.points, MOST_POINTS),
  }));
  const legend = drawn
    .map((series, i) => `<li><i class="c${i % COLOURS}"></i>${escapeHtml(series.name)}</li>`)
    .join('');
  return `<section><h2>${escapeHtml(figure.title)}</h2><p>${escapeHtml(figure.caption)}</p><figure>${chart(figure, drawn)}<figcaption><ul class="legend">${legend}</ul></figcaption></figure>${table(figure)}</section>`;
}

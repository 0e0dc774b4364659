/**
 * Gradient norms through time as an SVG, for light and dark ground.
 * @module
 */

/** One curve: a norm for every step. */
export interface Curve {
  readonly name: string;
  readonly norms: readonly number[];
}

const [WIDTH, HEIGHT, LEFT, TOP, BASE, PANEL] = [860, 330, 60, 40, 270, 360] as const;
const COLOURS = ['#d1495b', '#2f7fc1', '#2a9d6f'];
/** Powers of ten that are shown; smaller norms lie below the chart. */
const [LEAST, MOST] = [-12, 1] as const;

function panel(title: string, curves: readonly Curve[], left: number): string {
  const steps = curves[0]!.norms.length - 1;
  const x = (t: number): number => left + (t / steps) * PANEL;
  const y = (norm: number): number =>
    BASE - ((Math.max(LEAST, Math.log10(norm)) - LEAST) / (MOST - LEAST)) * (BASE - TOP);
  const rows = [-12, -9, -6, -3, 0].map(
    (power) =>
      `<path class="g" d="M${left} ${y(10 ** power).toFixed(1)}h${PANEL}"/>` +
      (left === LEFT
        ? `<text x="${left - 6}" y="${(y(10 ** power) + 4).toFixed(1)}" text-anchor="end">1e${power}</text>`
        : ''),
  );
  const marks = [0, steps / 2, steps].map(
    (t) => `<text x="${x(t)}" y="${BASE + 16}" text-anchor="middle">${t}</text>`,
  );
  const lines = curves.map(({ norms }, i) => {
    const points = norms.map((norm, t) => `${x(t).toFixed(1)} ${y(norm).toFixed(1)}`);
    return `<path d="M${points.join('L')}" fill="none" stroke="${COLOURS[i]!}" stroke-width="2"/>`;
  });
  return `<text x="${left}" y="${TOP - 14}" class="t">${title}</text>${rows.join('')}${marks.join('')}${lines.join('')}`;
}

/** Two panels beside each other, over the same curves. */
export function gradientChart(
  panels: readonly { readonly title: string; readonly curves: readonly Curve[] }[],
): string {
  const drawn = panels.map(({ title, curves }, i) => panel(title, curves, LEFT + i * (PANEL + 50)));
  const names = panels[0]!.curves.map(
    ({ name }, i) =>
      `<path d="M${LEFT + i * 130} ${HEIGHT - 12}h24" stroke="${COLOURS[i]!}" stroke-width="3"/>` +
      `<text x="${LEFT + 30 + i * 130}" y="${HEIGHT - 8}">${name}</text>`,
  );
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH + 10} ${HEIGHT}" role="img">` +
    '<title>Norm of the gradient of the loss by the state, by step; the loss stands at the last step</title>' +
    '<style>text{font:12px system-ui,sans-serif;fill:#222}.t{font-weight:600}.g{stroke:#ccc}' +
    '@media(prefers-color-scheme:dark){text{fill:#ddd}.g{stroke:#444}}</style>' +
    `${drawn.join('')}${names.join('')}</svg>\n`
  );
}

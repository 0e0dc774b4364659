/**
 * Draws how often words of each confidence were right.
 * @module
 */
import type { Reliability } from '../training/calibration';

const SIZE = 320;
const MARGIN = 48;
const BARS = 60;
const HEIGHT = SIZE + BARS + 2 * MARGIN + 44;
const WIDTH = SIZE + MARGIN + 24;
const BEFORE = '#b4552d';
const AFTER = '#2f6f4f';
const NUMBERS = [0, 0.25, 0.5, 0.75, 1];

const x = (share: number): string => (MARGIN + share * SIZE).toFixed(1);
const y = (share: number): string => (MARGIN + (1 - share) * SIZE).toFixed(1);

function text(at: string, down: string, words: string, more = ''): string {
  return `<text x="${at}" y="${down}" ${more}>${words}</text>`;
}

function curve({ bins }: Reliability, colour: string): string {
  const points = bins.filter(({ count }) => count > 0);
  const line = points.map(({ confidence, right }) => `${x(confidence)},${y(right)}`).join(' ');
  const dots = points.map(
    ({ confidence, right }) =>
      `<circle cx="${x(confidence)}" cy="${y(right)}" r="3.5" fill="${colour}"/>`,
  );
  return `<polyline points="${line}" fill="none" stroke="${colour}" stroke-width="2"/>${dots.join('')}`;
}

function bars({ bins }: Reliability, colour: string, shift: number): string {
  const most = Math.max(1, ...bins.map(({ count }) => count));
  const width = SIZE / bins.length / 2 - 1;
  const floor = MARGIN + SIZE + 44 + BARS;
  return bins
    .map(({ count }, i) => {
      const height = (BARS * count) / most;
      const left = MARGIN + (SIZE * i) / bins.length + shift * (width + 1);
      return (
        `<rect x="${left.toFixed(1)}" y="${(floor - height).toFixed(1)}" width="${width.toFixed(1)}" ` +
        `height="${height.toFixed(1)}" fill="${colour}"/>`
      );
    })
    .join('');
}

/** An SVG picture: shares of right words by confidence, before and after, and how many words there are. */
export function reliabilityPlot(title: string, before: Reliability, after: Reliability): string {
  const grid = NUMBERS.map(
    (n) =>
      `<path d="M${x(n)} ${y(0)}V${y(1)}M${x(0)} ${y(n)}H${x(1)}" stroke="#ddd"/>` +
      text(x(n), String(MARGIN + SIZE + 16), String(n), 'text-anchor="middle"') +
      text(String(MARGIN - 6), String(Number(y(n)) + 4), String(n), 'text-anchor="end"'),
  ).join('\n');
  const legend = (name: string, { error }: Reliability, line: number, colour: string): string => {
    const words = `${name}: error ${(100 * error).toFixed(1)} %`;
    return text(String(MARGIN + 10), String(MARGIN + 18 * line), words, `fill="${colour}"`);
  };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" ` +
      `viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    text(String(MARGIN), '28', title, 'font-size="14"'),
    grid,
    `<path d="M${x(0)} ${y(0)}L${x(1)} ${y(1)}" stroke="#888" stroke-dasharray="4 4"/>`,
    curve(before, BEFORE),
    curve(after, AFTER),
    legend('mean posterior', before, 1, BEFORE),
    legend('calibrated', after, 2, AFTER),
    bars(before, BEFORE, 0),
    bars(after, AFTER, 1),
    text(x(0.5), String(MARGIN + SIZE + 34), 'confidence', 'text-anchor="middle"'),
    text(
      x(0.5),
      String(HEIGHT - 14),
      'above: share of words that are right; below: words',
      'text-anchor="middle"',
    ),
    '</svg>\n',
  ].join('\n');
}

/**
 * A figure: the curve lies where the numbers say, and the table says the numbers.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { escapeHtml, figureHtml, thinned } from '../../../../src/training/report/figure';

const FIGURE = {
  ...{ title: 'Loss', caption: 'Falls.', xName: 'step', yName: 'loss' },
  series: [
    {
      name: 'a <b>',
      points: [
        [0, 0],
        [5, NaN],
        [10, 1],
      ] as const,
    },
  ],
};

describe('figureHtml()', () => {
  it('draws from the lower left to the upper right, with a gap where the value is not finite', () => {
    expect(figureHtml(FIGURE)).toContain('d="M64.0 240.0M708.0 10.0"');
  });

  it('says every number in the table, and no markup of a name', () => {
    const html = figureHtml(FIGURE);
    expect(html).toContain('<tr><th scope="row">10</th><td>1</td></tr>');
    expect(html).toContain('<td>not finite</td>');
    expect(html).toContain('a &lt;b&gt;');
    expect(html).not.toContain('<b>');
  });

  it('leaves zeros out of a logarithmic chart', () => {
    const points = [
      [0, 0],
      [1, 0.1],
      [2, 1],
    ] as const;
    const html = figureHtml({ ...FIGURE, logarithmic: true, series: [{ name: 'x', points }] });
    expect(html).toContain('d="M386.0 240.0L708.0 10.0"');
  });
});

describe('thinned()', () => {
  it('gives means of neighbours, without what is not finite', () => {
    const points = [1, 3, NaN, 5].map((y, x) => [x, y] as const);
    expect(thinned(points, 2)).toEqual([
      [1, 2],
      [3, 5],
    ]);
    expect(thinned(points, 4)).toEqual(points);
  });
});

describe('escapeHtml()', () => {
  it('lets no markup through', () => {
    expect(escapeHtml('<a href="x">&')).toBe('&lt;a href=&quot;x&quot;&gt;&amp;');
  });
});

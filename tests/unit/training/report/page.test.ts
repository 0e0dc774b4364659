/**
 * The page of a report.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { reportPage } from '../../../../src/training/report/page';
import { parseHistory } from '../../../../src/training/run-history';

const LINES = [
  { step: 1, epoch: 0, loss: 4, rate: 0.1, norm: 1, applied: true, secondsOfAudio: 1800 },
  { step: 2, epoch: 0, loss: null, rate: 0.1, norm: null, applied: false, secondsOfAudio: 1800 },
  { step: 3, epoch: 1, loss: 3, rate: 0.1, norm: 1, applied: true, development: { cer: 0.25 } },
];

describe('reportPage()', () => {
  const page = reportPage('run <1>', parseHistory(LINES.map((l) => JSON.stringify(l)).join('\n')));

  it('sums the run up and names the steps that were thrown away', () => {
    for (const [name, value] of [
      ['Steps', '3'],
      ['Last loss', '3'],
      ['Audio learned from', '1 h'],
      ['Best cer', '25.00 %'],
      ['Steps thrown away (gradient not finite)', '1: 2'],
    ]) {
      expect(page).toContain(`<th scope="row">${name!}</th><td>${value!}</td>`);
    }
  });

  it('asks for nothing from outside, and may not', () => {
    expect(page).toContain("default-src 'none'");
    expect(page).not.toMatch(/https?:|src=|url\(|@import|<script|<link/);
  });

  it('lets no name become markup, and has both grounds', () => {
    expect(page).toContain('<title>run &lt;1&gt;</title>');
    expect(page).toContain('prefers-color-scheme:dark');
  });

  it('holds an empty history', () => {
    const empty = reportPage('x', parseHistory('nothing'));
    expect(empty).toContain('could not be read</th><td>1</td>');
    expect(empty).not.toContain('<svg');
  });
});

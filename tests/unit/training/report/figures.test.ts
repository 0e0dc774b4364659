/**
 * Which figures a history has.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { figuresOf } from '../../../../src/training/report/figures';
import { parseHistory } from '../../../../src/training/run-history';

const text = Array.from({ length: 20 }, (_, i) =>
  JSON.stringify({
    ...{ step: i + 1, epoch: 0, loss: 20 - i, rate: 0.1, norm: 1, applied: true },
    ...(i % 10 === 9 && {
      normsByTime: { 'layer0 forward': [0.01 * (i + 1), 1] },
      normsByLayer: { layer0: 2, layer1: 3 },
      activations: { layer0: { mean: 0.1, deviation: 0.4 } },
      development: { 'character errors': 0.3 },
    }),
  }),
).join('\n');

describe('figuresOf()', () => {
  it('shows everything that was recorded', () => {
    const figures = figuresOf(parseHistory(text));
    expect(figures.map((figure) => figure.title)).toEqual([
      'Loss',
      'Error rates on development data',
      'Learning rate',
      'Gradient norm',
      'Gradient norms by layer',
      'Gradient through time: layer0 forward',
      'Activations: mean',
      'Activations: deviation',
    ]);
    expect(figures[0]!.series[0]!.points[4]).toEqual([5, 16]);
    expect(figures[1]!.series[0]!.points).toEqual([
      [10, 30],
      [20, 30],
    ]);
    expect(figures[4]!.series.map((series) => series.name)).toEqual(['layer0', 'layer1']);
  });

  it('takes moments of the run for what is over time', () => {
    const through = figuresOf(parseHistory(text)).find((f) =>
      f.title.startsWith('Gradient through'),
    )!;
    expect(through.series.map((series) => series.name)).toEqual(['step 10', 'step 20']);
    expect(through.series[1]!.points).toEqual([
      [0, 0.2],
      [1, 1],
    ]);
  });

  it('leaves out what was not recorded', () => {
    expect(figuresOf(parseHistory('{"step":1,"loss":2}')).map((f) => f.title)).toEqual(['Loss']);
    expect(figuresOf(parseHistory(''))).toEqual([]);
  });
});

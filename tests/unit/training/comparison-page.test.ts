/**
 * The page of a comparison.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { comparisonPage } from '../../../src/training/comparison-page';

const result = {
  ...{ name: 'GRU', errors: { phones: 0.251, characters: 0.4 }, parameters: 1_234_567 },
  ...{ realTimeFactor: 0.01234, steps: 400, hours: 9.96, processorHours: 0.05 },
};

const RANDOM = new Set([undefined]);

describe('comparisonPage()', () => {
  it('has a line for each network, and names those that are missing', () => {
    const page = comparisonPage('skald', RANDOM, [result], ['LSTM', 'RNN']);
    expect(page).toContain('| GRU | 25.1 % | 40.0 % | 1.23 million | 0.0123 |\n');
    expect(page).toContain('400 steps, 10.0 h of audio');
    expect(page).toContain('random weights');
    expect(page).toContain('Not trained yet: LSTM; RNN.');
  });

  it('says how long each network learned where that differs', () => {
    expect(comparisonPage('skald', RANDOM, [result, result], [])).not.toContain('processor time');
    const page = comparisonPage('skald', RANDOM, [result, { ...result, steps: 300 }], []);
    expect(page).toContain('| steps | audio | processor time |\n');
    expect(page).toContain('| 0.0123 | 300 | 10.0 h | 3.0 min |\n');
  });

  it('says how the networks began', () => {
    const pageOf = (...initial: (string | undefined)[]) =>
      comparisonPage('skald', new Set(initial), [result], []);
    expect(pageOf('models/english')).toContain('began with the weights of english and');
    expect(pageOf('models/english')).not.toContain('random');
    expect(pageOf('a/model', 'b/model')).toContain('where their names say so');
  });

  it('is a page without networks, and knows outputs that a network has not', () => {
    expect(comparisonPage('skald', RANDOM, [], [])).toContain('0 steps');
    expect(comparisonPage('skald', RANDOM, [], [])).not.toContain('Not trained');
    const letters = { ...result, errors: { characters: 0.4 } };
    expect(comparisonPage('skald', RANDOM, [letters], [])).toContain('| GRU | – | 40.0 % |');
  });
});

/**
 * The page of a comparison.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { comparisonPage } from '../../../src/training/comparison-page';

const result = {
  ...{ name: 'GRU', errors: { phones: 0.251, characters: 0.4 }, parameters: 1_234_567 },
  ...{ realTimeFactor: 0.01234, steps: 400, hours: 9.96 },
};

describe('comparisonPage()', () => {
  it('has a line for each network, and names those that are missing', () => {
    const page = comparisonPage('skald', undefined, [result], ['LSTM', 'RNN']);
    expect(page).toContain('| GRU | 25.1 % | 40.0 % | 1.23 million | 0.0123 |\n');
    expect(page).toContain('400 steps, 10.0 h of audio');
    expect(page).toContain('random weights');
    const onward = comparisonPage('skald', 'english', [result], []);
    expect(onward).toContain('began with the weights of english and');
    expect(onward).not.toContain('random');
    expect(page).toContain('Not trained yet: LSTM; RNN.');
  });

  it('is a page without networks, and knows outputs that a network has not', () => {
    expect(comparisonPage('skald', undefined, [], [])).toContain('0 steps');
    expect(comparisonPage('skald', undefined, [], [])).not.toContain('Not trained');
    const letters = { ...result, errors: { characters: 0.4 } };
    expect(comparisonPage('skald', undefined, [letters], [])).toContain('| GRU | – | 40.0 % |');
  });
});

/**
 * Weights of the search on the command line.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { decodingOf } from '../../../src/cli/decoding-flags';

describe('decodingOf', () => {
  it('names the options as a manifest does, and only those that are given', () => {
    const given = { alpha: '0', beta: '-1.5', 'acoustic-scale': '2', width: '100' };
    expect(decodingOf('x', given)).toEqual({ alpha: 0, beta: -1.5, acousticScale: 2, width: 100 });
    expect(decodingOf('x', { stretch: '0.1' })).toEqual({ stretch: 0.1 });
    expect(decodingOf('x', {})).toEqual({});
  });

  it('refuses what is no number, and what is out of bounds', () => {
    expect(() => decodingOf('x', { beta: ' ' })).toThrow('--beta needs a number, not " "');
    expect(() => decodingOf('x', { width: '0.5' })).toThrow('width');
  });
});

/**
 * Tests of the sentences that are made of parts.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { sentence, TEXT } from '../../../renderer/text';

describe('sentence', () => {
  it('starts with a capital letter and ends once', () => {
    expect(sentence('no model in models/english')).toBe('No model in models/english.');
    expect(sentence('Run it again.')).toBe('Run it again.');
    expect(sentence('  wait… ')).toBe('Wait…');
    expect(sentence('')).toBe('');
  });
});

describe('TEXT.behind', () => {
  it('counts one second as one', () => {
    expect(TEXT.behind(1)).toContain('1 second ');
    expect(TEXT.behind(7)).toContain('7 seconds ');
  });
});

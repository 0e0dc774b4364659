/**
 * Tests of the loudness scale.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { levelShare, levelWords } from '../../../renderer/level-scale';
import { TEXT } from '../../../renderer/text';

describe('levelShare', () => {
  it('stays within the meter, also for silence and for nonsense', () => {
    expect([Number.NEGATIVE_INFINITY, -90, -60, -3, 0, Number.NaN].map(levelShare)).toEqual([
      0, 0, 0, 1, 1, 0,
    ]);
  });

  it('grows with the level', () => {
    expect(levelShare(-20)).toBeGreaterThan(levelShare(-40));
  });
});

describe('levelWords', () => {
  it('has a word for each part of the meter', () => {
    expect([0, 0.5, 1].map(levelWords)).toEqual([TEXT.levelQuiet, TEXT.levelGood, TEXT.levelLoud]);
  });
});

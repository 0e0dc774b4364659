/**
 * What is held out is whole sentences at the end.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { holdOut } from '../../../src/language/held-out';
import { inFolder, numbered } from './tiny-model';

describe('holdOut', () => {
  it('parts each section between sentences', () => {
    inFolder((folder) => {
      const text = numbered(Array<string>(10).fill('a b c d'), folder);
      const { learned, tuning, testing } = holdOut(text, 0.42);
      expect(learned).toEqual([{ part: 'text', from: 0, to: 30 }]);
      expect(tuning).toEqual([{ part: 'text', from: 30, to: 45 }]);
      expect(testing).toEqual([{ part: 'text', from: 45, to: 50 }]);
    });
  });

  it('holds out nothing when told so', () => {
    inFolder((folder) => {
      const text = numbered(['a b', 'c'], folder);
      const { learned, tuning, testing } = holdOut(text, 0);
      expect(learned).toEqual(text.sections);
      for (const [part] of [tuning, testing]) expect(part).toMatchObject({ from: 5, to: 5 });
    });
  });
});

/**
 * What of the live text is committed, and that it stays.
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WORD_BREAK_STEPS, liveText, type LiveUnits } from '../../../src/recognizer/live-text';

const ALPHABET = ['a', 'b', 'c', ' '];

/** One step a letter, `gap` blank steps before each. */
function spoken(text: string, gap = 1): LiveUnits {
  const units = Array.from(text, (letter) => ALPHABET.indexOf(letter));
  const starts = units.map((_, i) => (i + 1) * gap + i);
  return { units, starts, ends: starts.map((s) => s + 1), steps: (starts.at(-1) ?? -1) + 1 };
}

describe('liveText', () => {
  it('is empty for no units', () => {
    expect(liveText(spoken(''), ALPHABET)).toEqual({ committed: '', tentative: '' });
  });

  it('commits words that a space ended and keeps the rest tentative', () => {
    expect(liveText(spoken('ab ca b'), ALPHABET)).toEqual({ committed: 'ab ca', tentative: 'b' });
  });

  it('makes no empty words of leading and double spaces', () => {
    expect(liveText(spoken('  ab  c'), ALPHABET)).toEqual({ committed: 'ab', tentative: 'c' });
  });

  it('commits the last word after a stretch of blanks', () => {
    const units = spoken('ab');
    const later = { ...units, steps: units.steps + WORD_BREAK_STEPS };
    expect(liveText(later, ALPHABET)).toEqual({ committed: 'ab', tentative: '' });
    expect(liveText({ ...later, steps: later.steps - 1 }, ALPHABET).tentative).toBe('ab');
  });

  it('begins a new word after a stretch of blanks', () => {
    expect(liveText(spoken('ab', WORD_BREAK_STEPS), ALPHABET)).toEqual({
      committed: 'a',
      tentative: 'b',
    });
  });

  it('never changes what it has committed, however the units come', () => {
    const unit = fc.record({ unit: fc.nat(3), blanks: fc.nat(2 * WORD_BREAK_STEPS) });
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 20 }), (spokenUnits) => {
        const live = {
          units: [] as number[],
          starts: [] as number[],
          ends: [] as number[],
          steps: 0,
        };
        let committed = '';
        const look = (): void => {
          const text = liveText(live, ALPHABET);
          expect(`${text.committed} `.startsWith(committed === '' ? '' : `${committed} `)).toBe(
            true,
          );
          committed = text.committed;
        };
        for (const { unit, blanks } of spokenUnits) {
          for (let b = 0; b < blanks; b++) {
            live.steps++;
            look();
          }
          live.units.push(unit);
          live.starts.push(live.steps);
          live.ends.push(++live.steps);
          look();
        }
      }),
    );
  });
});

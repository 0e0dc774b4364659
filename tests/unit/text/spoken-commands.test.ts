/**
 * Commands among dictated words.
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dictated } from '../../../src/text/spoken-commands';

/** Words as they are, marks in brackets. */
function shown(text: string): string {
  const words = text.split(' ');
  return dictated(words)
    .parts.map((part) =>
      part.kind === 'word'
        ? `${part.glued ? '+' : ''}${words[part.start]!}${part.capitals === 'as-usual' ? '' : `(${part.capitals})`}`
        : `[${part.text}]`,
    )
    .join(' ');
}

describe('dictated', () => {
  it.each([
    ['hello comma world period', 'hello [,] world [.]'],
    ['stop full stop', 'stop [.]'],
    ['what question mark no exclamation point', 'what [?] no [!]'],
    ['one new line two new paragraph three', 'one [\n] two [\n\n] three'],
    ['open quote hi close quote', '[“] hi [”]'],
    ['all caps nasa', 'nasa(all)'],
    ['cap hello', 'hello(first)'],
    ['base no space ball', 'base +ball'],
    ['literal comma', 'comma'],
    ['a literal new line b', 'a new line b'],
    ['literal literal', 'literal'],
    ['a literal translation', 'a literal translation'],
    ['question the mark', 'question the mark'],
    ['wrong scratch that right', 'right'],
    ['he wears a cap', 'he wears a cap'],
  ])('takes %j for %j', (said, meant) => {
    expect(shown(said)).toBe(meant);
  });

  it('takes earlier utterances back where nothing stands before it', () => {
    expect(dictated(['scratch', 'that'])).toEqual({ parts: [], scratches: 1 });
    expect(dictated('scratch that scratch that'.split(' ')).scratches).toBe(2);
    expect(dictated('a scratch that'.split(' '))).toEqual({ parts: [], scratches: 0 });
    expect(dictated('a scratch that scratch that b'.split(' '))).toMatchObject({ scratches: 1 });
  });

  it('keeps words in order, and changes none without commands', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(...'a b comma new line literal all caps no space scratch'.split(' ')),
        ),
        (words) => {
          let next = 0;
          for (const { start, end } of dictated(words).parts) {
            expect(start).toBeGreaterThanOrEqual(next);
            expect(end).toBeGreaterThan(start);
            next = end;
          }
          expect(next).toBeLessThanOrEqual(words.length);
        },
      ),
    );
    expect(dictated(['plain', 'words']).parts).toHaveLength(2);
  });
});

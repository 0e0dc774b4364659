/**
 * Printed text as it is read aloud.
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReadingText } from '../../../src/text/reading-text';

const read = (line: string): string[] =>
  new ReadingText(String).sentences(line).map((sentence) => sentence.join(' '));

describe('ReadingText', () => {
  it.each([
    ['Come in! Who is it? Nobody.', ['come in', 'who is it', 'nobody']],
    [
      'Mr. and Mrs. Hill saw Dr. Gray in St. Ives.',
      ['mister and missus hill saw doctor gray in saint ives'],
    ],
    ['It rained; we left: late.', ['it rained', 'we left', 'late']],
    ['“I can’t,” she said.', ["i can't she said"]],
    ['‘Yes,’ he said, ‘the dogs’ bowls.’', ["yes he said the dogs' bowls"]],
    ["'Twas late; she's goin' home.", ["'twas late", "she's goin' home"]],
    ['a well-known place—far away--gone', ['a well known place far away gone']],
    ['The U.S. and J. R. Hill', ['the u s and j r hill']],
    [
      'On the 4th of July, 1776, 13 states',
      ['on the fourth of july seventeen seventy six thirteen states'],
    ],
    ['ﬁve œuvres at the café', ['five oeuvres at the cafe']],
    ['_Really_ (he said) [1]', ['really he said one']],
    ['He left ... "Never."', ['he left', 'never']],
    ['bread & butter, etc.', ['bread and butter et cetera']],
    ['* * *', []],
    ['一. J. 二.', ['j']],
    ['', []],
  ])('reads "%s"', (line, sentences) => {
    expect(read(line)).toEqual(sentences);
  });

  it('writes nothing but words of a to z and the apostrophe', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (line) => {
        for (const sentence of new ReadingText(String).sentences(line)) {
          expect(sentence.length).toBeGreaterThan(0);
          for (const word of sentence) expect(word).toMatch(/^[a-z']+$/);
        }
      }),
    );
  });

  it('reads a word alike the second time', () => {
    const text = new ReadingText(String);
    expect(text.sentences('Mr. 42?')).toEqual(text.sentences('Mr. 42?'));
  });
});

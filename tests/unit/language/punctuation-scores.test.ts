/**
 * Scores against counts made by hand, and the simple tagger.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { PunctuationMeter, SimplePunctuation } from '../../../src/language/punctuation-scores';
import { markedWords } from '../../../src/text/marked-words';
import { ReadingText } from '../../../src/text/reading-text';

const printed = markedWords(new ReadingText(String), 'Is Ada here, or there? Yes.');

describe('PunctuationMeter', () => {
  it('counts what is right, what is said and what is there', () => {
    const meter = new PunctuationMeter();
    // Says a comma behind "Ada", a question mark behind "there", nothing behind "Yes"; "ada" in small letters.
    const marks = [0, 1, 0, 0, 3, 0];
    meter.add(
      printed,
      printed.map(({ capitals }, i) => ({ mark: marks[i]!, capitals: i === 1 ? 0 : capitals })),
    );
    const { words, marks: scores, capitals } = meter.result();
    expect(words).toBe(6);
    expect(scores.map(({ name, count, f1 }) => [name, count, f1])).toEqual([
      [',', 1, 0],
      ['.', 1, 0],
      ['?', 1, 1],
      ['!', 0, 0],
      ['all marks', 3, 0.4],
    ]);
    expect(scores.at(-1)).toMatchObject({ precision: 1 / 2, recall: 1 / 3 });
    expect(capitals[0]).toMatchObject({ name: 'first', count: 3, precision: 1, recall: 2 / 3 });
    expect(capitals[0]?.f1).toBeCloseTo(0.8, 12);
  });
});

describe('SimplePunctuation', () => {
  it('ends with a period, and knows words that nearly always have capitals', () => {
    const simple = new SimplePunctuation();
    const reading = new ReadingText(String);
    for (let i = 0; i < 6; i++) {
      simple.learn(markedWords(reading, 'We saw Ada and NASA, but Will will not. Rose fell.'));
    }
    const tags = simple.tag('the rose of ada at nasa will'.split(' '));
    expect(tags.map(({ capitals }) => capitals)).toEqual([1, 0, 0, 1, 0, 2, 0]);
    expect(tags.map(({ mark }) => mark)).toEqual([0, 0, 0, 0, 0, 0, 2]);
  });
});

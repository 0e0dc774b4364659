/**
 * Captions: hand-written files, and the rules of the formats over any words and times.
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cuesOf, renderSrt, renderVtt, type CaptionWord } from '../../../src/text/captions';

/** One word every half second, each 0.4 s long. */
function spoken(text: string, start = 0): CaptionWord[] {
  return text
    .split(' ')
    .map((word, i) => ({ word, start: start + i / 2, end: start + i / 2 + 0.4 }));
}

const anyTime = fc.oneof(
  fc.double({ min: -10, max: 400_000, noNaN: true }),
  fc.constantFrom(NaN, Infinity, -Infinity),
);
const anyWord = fc.record({
  word: fc.oneof(
    fc.string({ unit: 'binary', maxLength: 100 }),
    fc.string({ unit: fc.constantFrom('-', '>', '<', '&', '\n', '\r', 'a', '{', '😀') }),
  ),
  start: anyTime,
  end: anyTime,
});
const anyUtterances = fc.array(fc.record({ words: fc.array(anyWord, { maxLength: 20 }) }), {
  maxLength: 4,
});

describe('cuesOf', () => {
  it('fills two lines of 42 characters, then goes on in the next cue', () => {
    const text =
      'her skin was brown too and in her cheeks she had a glow of rich dark color and her eyes were as dark';
    const quick = spoken(text).map((word) => ({
      ...word,
      start: word.start / 4,
      end: word.end / 4,
    }));
    expect(cuesOf([{ words: quick }]).map(({ lines }) => lines)).toEqual([
      ['her skin was brown too and in her cheeks', 'she had a glow of rich dark color and her'],
      ['eyes were as dark'],
    ]);
  });

  it('begins a new cue with each utterance, after a pause, and after seven seconds', () => {
    expect(cuesOf([{ words: spoken('a b') }, { words: spoken('c', 3) }])).toHaveLength(2);
    expect(cuesOf([{ words: [...spoken('a'), ...spoken('b', 1)] }])).toHaveLength(1);
    expect(cuesOf([{ words: [...spoken('a'), ...spoken('b', 2)] }])).toHaveLength(2);
    expect(cuesOf([{ words: spoken('a b c d e f g h i j k l m n o p') }])).toHaveLength(2);
  });

  it('keeps a short cue until it can be read, but not into the next', () => {
    const words = [
      { word: 'a', start: 0, end: 0.1 },
      { word: 'b', start: 5, end: 5.1 },
    ];
    const soon = { word: 'c', start: 5.5, end: 5.6 };
    expect(cuesOf([{ words }, { words: [soon] }]).map(({ start, end }) => [start, end])).toEqual([
      [0, 1000],
      [5000, 5500],
      [5500, 6500],
    ]);
  });

  it('cuts words that no line can hold', () => {
    const [cue] = cuesOf([{ words: [{ word: 'x'.repeat(60), start: 0, end: 1 }] }]);
    expect(cue?.lines).toEqual(['x'.repeat(42), 'x'.repeat(18)]);
  });

  it('gives short lines and growing times whatever the words and times', () => {
    fc.assert(
      fc.property(anyUtterances, (utterances) => {
        let last = 0;
        for (const { start, end, lines } of cuesOf(utterances)) {
          expect(Number.isInteger(start) && start >= last).toBe(true);
          expect(end).toBeGreaterThan(start);
          last = end;
          expect(lines.length === 1 || lines.length === 2).toBe(true);
          for (const line of lines) {
            expect(Array.from(line).length).toBeLessThanOrEqual(42);
            expect(line.trim()).not.toBe('');
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('loses no word', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 90 })),
        (texts) => {
          const words = texts.map((word, i) => ({ word, start: i, end: i + 1 }));
          const shown = cuesOf([{ words }]).flatMap(({ lines }) => lines);
          expect(shown.join('').replace(/\s/g, '')).toBe(texts.join('').replace(/\s/g, ''));
        },
      ),
    );
  });
});

describe('renderSrt', () => {
  it('writes numbered cues', () => {
    const cues = cuesOf([{ words: spoken('good morning') }, { words: spoken('hello', 3725.5) }]);
    expect(renderSrt(cues)).toBe(
      '1\n00:00:00,000 --> 00:00:01,000\ngood morning\n\n2\n01:02:05,500 --> 01:02:06,500\nhello\n',
    );
  });

  it('is empty where nothing was said', () => {
    expect(renderSrt(cuesOf([{ words: [] }]))).toBe('');
  });

  it('shows markup and arrows as text', () => {
    const text = renderSrt(cuesOf([{ words: spoken('a --> <b> {\\an8}\n\nc') }]));
    expect(text).toBe('1\n00:00:00,000 --> 00:00:01,900\na --＞ ＜b＞ ｛\\an8｝ c\n');
  });

  it('has one arrow a cue, whatever the words', () => {
    fc.assert(
      fc.property(anyUtterances, (utterances) => {
        const cues = cuesOf(utterances);
        const blocks = renderSrt(cues).split('\n\n');
        expect(blocks).toHaveLength(Math.max(1, cues.length));
        cues.forEach(({ lines }, i) => {
          const rows = blocks[i]!.replace(/\n$/, '').split('\n');
          expect(rows[0]).toBe(String(i + 1));
          expect(rows[1]).toMatch(/^\d\d+:[0-5]\d:[0-5]\d,\d{3} --> \d\d+:[0-5]\d:[0-5]\d,\d{3}$/);
          expect(rows).toHaveLength(2 + lines.length);
          expect(rows.slice(2).join('')).not.toMatch(/[<>{}\r]/);
        });
      }),
      { numRuns: 300 },
    );
  });
});

describe('renderVtt', () => {
  it('writes a header and cues', () => {
    expect(renderVtt(cuesOf([{ words: spoken('good morning') }]))).toBe(
      'WEBVTT\n\n00:00:00.000 --> 00:00:01.000\ngood morning\n',
    );
  });

  it('is a header where nothing was said', () => {
    expect(renderVtt([])).toBe('WEBVTT\n');
  });

  it('writes entities for markup, ampersands and arrows', () => {
    expect(renderVtt(cuesOf([{ words: spoken('R&D --> <i>') }]))).toContain(
      '\nR&amp;D --&gt; &lt;i&gt;\n',
    );
  });

  it('says the words back when its entities are read', () => {
    fc.assert(
      fc.property(anyUtterances, (utterances) => {
        const cues = cuesOf(utterances);
        const [header, ...blocks] = renderVtt(cues).replace(/\n$/, '').split('\n\n');
        expect(header).toBe('WEBVTT');
        expect(blocks).toHaveLength(cues.length);
        cues.forEach(({ lines }, i) => {
          const [times, ...texts] = blocks[i]!.split('\n');
          expect(times).toMatch(/^\d\d+:[0-5]\d:[0-5]\d\.\d{3} --> \d\d+:[0-5]\d:[0-5]\d\.\d{3}$/);
          expect(texts.join('\n')).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
          const read = texts.map((line) =>
            line.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'),
          );
          expect(read).toEqual(lines);
        });
      }),
      { numRuns: 300 },
    );
  });
});

/**
 * Final words as text: commands, numbers, marks and capitals together, and times kept.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { PunctuationTagger, type WordTags } from '../../../src/language/punctuation-tagger';
import type { Utterance } from '../../../src/protocol/transcript';
import { AS_SAID, type Writing } from '../../../src/protocol/writing';
import { ReadableText } from '../../../src/recognizer/readable-text';

/** A word a second, each half a second long, ever less sure. */
function utterance(text: string): Utterance {
  const words = text.split(' ').map((word, i) => ({
    word,
    start: i,
    end: i + 0.5,
    confidence: 1 - i / 100,
  }));
  return { start: 0, end: words.length - 0.5, text, words };
}

/** Puts a question mark behind the last word, and capitals on the first word and on "ada". */
class AskingTagger extends PunctuationTagger {
  readonly asked: [string, boolean][] = [];

  constructor() {
    super({ wordRows: 1, endingRows: 1, vectorSize: 1, units: 1 }, {});
  }

  override tag(words: readonly string[], continues = false): WordTags[] {
    this.asked.push([words.join(' '), continues]);
    return words.map((word, i) => ({
      mark: i === words.length - 1 ? 3 : 0,
      capitals: (i === 0 && !continues) || word === 'ada' ? 1 : word === 'nato' ? 2 : 0,
    }));
  }
}

function write(writing: Partial<Writing>, ...texts: string[]): string[] {
  const text = new ReadableText({ ...AS_SAID, ...writing }, () => new AskingTagger());
  return texts.map((said) => text.write(utterance(said)).text);
}

describe('ReadableText', () => {
  it('changes nothing where nothing is asked for', () => {
    const said = utterance('comma twenty five');
    expect(new ReadableText(AS_SAID).write(said)).toBe(said);
  });

  it('writes numbers, and gives a merged word its first start, last end and least confidence', () => {
    const text = new ReadableText({ ...AS_SAID, numbers: true });
    const { words, text: written } = text.write(utterance('pay twenty five dollars now'));
    expect(written).toBe('pay $25 now');
    expect(words).toEqual([
      { word: 'pay', start: 0, end: 0.5, confidence: 1 },
      { word: '$25', start: 1, end: 3.5, confidence: 0.97 },
      { word: 'now', start: 4, end: 4.5, confidence: 0.96 },
    ]);
  });

  it('carries out commands, with capitals where a sentence begins', () => {
    const [letter, next, last] = write(
      { commands: true },
      'dear ada comma new paragraph thanks exclamation mark see you',
      'soon period',
      'bye i said',
    );
    expect(letter).toBe('Dear ada,\n\nThanks! See you');
    expect(next).toBe('soon.');
    expect(last).toBe('Bye I said');
  });

  it('puts in marks and capitals, and knows whether the sentence before has ended', () => {
    expect(write({ punctuation: true }, 'is ada here', 'in nato')).toEqual([
      'Is Ada here?',
      'In NATO?',
    ]);
    const tagger = new AskingTagger();
    const text = new ReadableText({ ...AS_SAID, punctuation: true, commands: true }, () => tagger);
    text.write(utterance('one comma'));
    text.write(utterance('two'));
    expect(tagger.asked).toEqual([
      ['one', false],
      ['two', true],
    ]);
  });

  it('lets dictated marks stand instead of the tagger’s', () => {
    const all = { numbers: true, punctuation: true, commands: true };
    expect(write(all, 'come at nine thirty a m comma ada period ok')).toEqual([
      'Come at 9:30 a.m., Ada. Ok?',
    ]);
  });

  it('keeps one mark behind a number that ends with one', () => {
    const all = { numbers: true, punctuation: true };
    expect(write(all, 'on june third nineteen ninety', 'at nine p m')).toEqual([
      'On June 3, 1990?',
      'At 9 p.m.?',
    ]);
  });

  it('joins what touches into one timed word', () => {
    const text = new ReadableText({ ...AS_SAID, commands: true });
    const { words } = text.write(
      utterance('open quote hi close quote new line all caps ok comma yes'),
    );
    expect(words.map(({ word, start, end }) => [word, start, end])).toEqual([
      ['“Hi”', 0, 4.5],
      ['OK,', 9, 10.5],
      ['yes', 11, 11.5],
    ]);
  });

  it('says how many utterances are taken back', () => {
    const text = new ReadableText({ ...AS_SAID, commands: true });
    expect(text.write(utterance('scratch that'))).toMatchObject({
      text: '',
      words: [],
      scratches: 1,
    });
    expect(text.write(utterance('wrong scratch that right'))).not.toHaveProperty('scratches');
  });

  it('writes finals and leaves live text', () => {
    const text = new ReadableText({ ...AS_SAID, numbers: true });
    const partial = { kind: 'partial', utterance: 0, committed: 'ten', tentative: '' } as const;
    expect(text.event(partial)).toBe(partial);
    const final = { kind: 'final', utterance: 0, result: utterance('ten') } as const;
    expect(text.event(final)).toMatchObject({ kind: 'final', result: { text: '10' } });
  });
});

/**
 * Hot words: their file, and what they change in a word model.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/base/errors';
import {
  knowsHotWords,
  lexiconWithHotWords,
  parseHotWords,
  withHotWords,
  type HotPhrase,
} from '../../../src/language/hot-words';
import { makeLexicon, usualPronunciation } from '../../../src/language/lexicon';
import type { WordModel } from '../../../src/language/word-model';
import { decodePhones, encodePhones } from '../../../src/text/phones';
import { bigramModel } from '../../support/word-model';

const MODEL = bigramModel(['new', 'york', 'city', 'times'], { 'new york': 0.5 });
const phrase = (text: string): HotPhrase => ({ words: text.split(' '), where: 'f line 1' });

/** Score of a text from its start, without and with its end. */
function scoreOf(model: WordModel, text: string, end = false): number {
  let state = model.start;
  let total = 0;
  for (const word of text.split(' ')) {
    const id = model.wordId(word);
    total += model.score(state, id);
    state = model.next(state, id);
  }
  return end ? total + model.score(state, model.end) : total;
}

describe('parseHotWords', () => {
  it('reads words, phrases, pronunciations and comments', () => {
    const found = parseHotWords('# names\nSkald = S K AA1 L D\r\n\nNew York  # a city\n', 'f');
    expect(found.map(({ words }) => words)).toEqual([['skald'], ['new', 'york']]);
    expect(decodePhones(found[0]!.said!.phones)).toBe('S K AA L D');
    expect(found.map(({ where }) => where)).toEqual(['f line 2', 'f line 4']);
  });

  it.each(['123', 'new york = N UW', 'a = AH = EY', '= AH', 'skald = XX', 'skald ='])(
    'refuses %j with file and line',
    (line) => {
      expect(() => parseHotWords(`fine\n${line}`, 'words.txt')).toThrow(UserError);
      expect(() => parseHotWords(`fine\n${line}`, 'words.txt')).toThrow('words.txt line 2');
    },
  );
});

describe('lexiconWithHotWords', () => {
  const lexicon = makeLexicon([{ word: 'new', phones: encodePhones('N UW') }]);

  it('adds words that come with their phones', () => {
    const more = lexiconWithHotWords(lexicon, parseHotWords('new\nskald = S K AA L D', 'f'));
    expect(decodePhones(usualPronunciation(more, 'skald')!)).toBe('S K AA L D');
    expect(lexiconWithHotWords(lexicon, [])).toBe(lexicon);
  });

  it('asks for words that it lacks', () => {
    const phrases = parseHotWords('new\nnew skald\nsaga = S AA G AH', 'f');
    const asked: string[] = [];
    const more = lexiconWithHotWords(lexicon, phrases, (word) => {
      asked.push(word);
      return encodePhones('S K AO L');
    });
    expect(asked).toEqual(['skald']);
    expect(decodePhones(usualPronunciation(more, 'skald')!)).toBe('S K AO L');
    expect(knowsHotWords(lexicon, phrases)).toBe(false);
    expect(knowsHotWords(lexicon, [phrases[0]!, phrases[2]!])).toBe(true);
  });

  it('refuses a word that nobody says how to say, with the line to add', () => {
    expect(() => lexiconWithHotWords(lexicon, parseHotWords('new\nnew skald', 'f'))).toThrow(
      expect.objectContaining({
        message: expect.stringContaining('f line 2') as string,
        mend: expect.stringContaining('skald = ') as string,
      }) as Error,
    );
  });
});

describe('withHotWords', () => {
  it('is the model itself without words', () => {
    expect(withHotWords(MODEL, [])).toBe(MODEL);
  });

  it('makes a hot word likelier and leaves others alone', () => {
    const hot = withHotWords(MODEL, [phrase('york')], 2);
    expect(scoreOf(hot, 'new york city')).toBeCloseTo(scoreOf(MODEL, 'new york city') + 2);
    expect(scoreOf(hot, 'new city', true)).toBeCloseTo(scoreOf(MODEL, 'new city', true));
    expect(hot.next(hot.start, hot.wordId('york'))).toBe(MODEL.wordId('york'));
  });

  it('gives a phrase its bonus word by word, and takes it back where it breaks off', () => {
    const hot = withHotWords(MODEL, [phrase('new york city')], 2);
    const more = (text: string, end = false): number =>
      scoreOf(hot, text, end) - scoreOf(MODEL, text, end);
    expect(more('new')).toBeCloseTo(2);
    expect(more('new york')).toBeCloseTo(4);
    expect(more('new york city')).toBeCloseTo(6);
    expect(more('new york city', true)).toBeCloseTo(6);
    expect(more('new york times')).toBeCloseTo(0);
    expect(more('new york', true)).toBeCloseTo(0);
    expect(more('new new york city')).toBeCloseTo(6);
  });

  it('keeps the bonus of a whole phrase when a longer one breaks off', () => {
    const hot = withHotWords(MODEL, [phrase('new york city times'), phrase('new york')], 2);
    expect(scoreOf(hot, 'new york city new')).toBeCloseTo(scoreOf(MODEL, 'new york city new') + 6);
    expect(scoreOf(hot, 'new york city', true)).toBeCloseTo(
      scoreOf(MODEL, 'new york city', true) + 4,
    );
  });

  it('knows words that the model does not', () => {
    const hot = withHotWords(MODEL, [phrase('skald')], 2);
    const id = hot.wordId('skald');
    expect(id).toBe(MODEL.size);
    expect(hot.size).toBe(MODEL.size + 1);
    expect([hot.wordOf(id), hot.wordOf(MODEL.wordId('new'))]).toEqual(['skald', 'new']);
    expect(hot.score(hot.start, id)).toBeCloseTo(Math.log(0.1 / 1000) + 2);
    expect(hot.next(hot.start, id)).toBe(MODEL.unknown);
    expect(hot.wordId('other')).toBe(MODEL.unknown);
  });
});

/**
 * First passes over posteriors that are written down: letters, and words of phones.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { DEFAULT_LEXICON_BEAM, LexiconSearch } from '../../../src/decoder/lexicon-beam';
import { makeLexicon } from '../../../src/language/lexicon';
import { lettersFirstPass, wordsFirstPass } from '../../../src/recognizer/first-pass';
import { encodePhones } from '../../../src/text/phones';
import { surePosteriors } from '../../support/posteriors';
import { bigramModel } from '../../support/word-model';

const BLANK = 39;
const LEXICON = makeLexicon([{ word: 'two', phones: encodePhones('T UW') }]);
const SEARCH = new LexiconSearch(LEXICON, bigramModel(['two']), DEFAULT_LEXICON_BEAM);

describe('lettersFirstPass()', () => {
  it('writes letters and tells when the last one ended', () => {
    const pass = lettersFirstPass(['a', 'b', ' ']);
    expect(pass).toMatchObject({ output: 'characters', hasUnits: false, lastEnd: 0 });
    pass.accept(surePosteriors([3, 0, 1, 2, 0, 3], 4));
    expect(pass).toMatchObject({ hasUnits: true, lastEnd: 5 });
    expect(pass.text).toEqual({ committed: 'ab', tentative: 'a' });
  });
});

describe('wordsFirstPass()', () => {
  it('writes words of phones, and commits them when the next one has begun', () => {
    const pass = wordsFirstPass(SEARCH);
    expect(pass).toMatchObject({ output: 'phones', hasUnits: false, lastEnd: 0 });
    pass.accept(surePosteriors([BLANK, ...encodePhones('T UW'), BLANK], 40));
    expect(pass).toMatchObject({ hasUnits: true, lastEnd: 3 });
    expect(`${pass.text.committed}${pass.text.tentative}`).toBe('two');
    pass.accept(
      surePosteriors([...new Array<number>(40).fill(BLANK), ...encodePhones('T UW')], 40),
    );
    expect(pass.text).toEqual({ committed: 'two', tentative: 'two' });
  });

  it('ends within a word only while more may come', () => {
    const lexicon = makeLexicon([
      { word: 'two', phones: encodePhones('T UW') },
      { word: 'tulip', phones: encodePhones('T UW L IH P') },
    ]);
    const search = new LexiconSearch(lexicon, bigramModel(['two', 'tulip']), DEFAULT_LEXICON_BEAM);
    const [l] = encodePhones('L');
    const posteriors = surePosteriors([...encodePhones('T UW'), BLANK], 40);
    // The last step is rather an L than nothing.
    posteriors.data[2 * 40 + BLANK] = Math.log(0.2);
    posteriors.data[2 * 40 + l!] = Math.log(0.8);
    const before = surePosteriors([...encodePhones('T UW'), BLANK], 40);
    const pass = wordsFirstPass(search);
    pass.accept(before);
    pass.accept(posteriors);
    expect(pass.text).toEqual({ committed: 'two', tentative: '' });
    pass.finish();
    expect(pass.text).toEqual({ committed: 'two', tentative: 'two' });
    // A pause may be an end, too.
    const paused = wordsFirstPass(search);
    paused.accept(before);
    paused.accept(posteriors);
    paused.accept(surePosteriors(new Array<number>(20).fill(BLANK), 40));
    expect(paused.text).toEqual({ committed: 'two', tentative: 'two' });
    // The first word of all is shown at once: something is heard.
    const first = wordsFirstPass(search);
    first.accept(posteriors);
    expect(first.text).toEqual({ committed: '', tentative: 'two' });
  });

  it('says nothing while nothing but the blank was heard', () => {
    const pass = wordsFirstPass(SEARCH);
    pass.accept(surePosteriors(new Array<number>(50).fill(BLANK), 40));
    expect(pass.text).toEqual({ committed: '', tentative: '' });
    expect(pass.hasUnits).toBe(false);
  });
});

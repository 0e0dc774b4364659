/**
 * Gain and harm of hot words, on phones that are written down.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { hotWordWorth, rareWords } from '../../../src/cli/hot-word-worth';
import { DEFAULT_LEXICON_BEAM } from '../../../src/decoder/lexicon-beam';
import { makeLexicon } from '../../../src/language/lexicon';
import { encodePhones } from '../../../src/text/phones';
import { surePosteriors } from '../../support/posteriors';
import { bigramModel } from '../../support/word-model';

const LEXICON = makeLexicon(
  [
    ['write', 'R AY T'],
    ['wright', 'R AY T'],
    ['right', 'R AY T'],
  ].map(([word, said]) => ({ word: word!, phones: encodePhones(said!) })),
);
const WORDS = bigramModel(LEXICON.words, {
  ...{ '<s> write': 0.6, '<s> right': 0.1, '<s> wright': 0.02 },
  ...{ '<unk> write': 0.6, '<unk> right': 0.1, '<unk> wright': 0.02 },
});
const recording = (reference: string, phones = 'R AY T') => ({
  ...{ speaker: 's', reference },
  pieces: [surePosteriors([...encodePhones(phones)], 40)],
});
const RECORDINGS = [recording('wright'), recording('write'), recording('write')];
const worth = (hot: string[], factor: number) =>
  hotWordWorth(RECORDINGS, LEXICON, WORDS, DEFAULT_LEXICON_BEAM, hot, Math.log(factor));

describe('hotWordWorth', () => {
  it('counts nothing found without a bonus', () => {
    expect(worth(['wright'], 1)).toEqual({
      ...{ said: 1, found: 0, falselyHeard: 0, others: 2, otherErrors: 0 },
    });
  });

  it('counts what a bonus finds, and what it breaks', () => {
    expect(worth(['wright'], 500)).toEqual({
      ...{ said: 1, found: 1, falselyHeard: 2, others: 2, otherErrors: 2 },
    });
  });

  it('leaves words alone that sound otherwise', () => {
    expect(worth(['right'], 2)).toMatchObject({ said: 0, falselyHeard: 0, otherErrors: 1 });
  });
});

describe('rareWords', () => {
  it('begins with the rarest, of those that the model can say', () => {
    const said = [recording('write wright right unheard'), recording('wright')];
    expect(rareWords(said, LEXICON, WORDS, 9)).toEqual(['wright', 'right', 'write']);
    expect(rareWords(said, LEXICON, WORDS, 1)).toEqual(['wright']);
  });
});

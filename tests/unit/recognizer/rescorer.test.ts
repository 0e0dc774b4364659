/**
 * The recurrent model of a bundle as a judge of readings.
 * @module
 */
import { describe, expect, it } from 'vitest';
import type { HeardWords } from '../../../src/decoder/lexicon-best';
import { openRescorer } from '../../../src/recognizer/rescorer';
import { bigramModel } from '../../support/word-model';
import { manifestFields } from '../bundle/small-bundle';
import { smallRecurrent } from '../language/recurrent/small-recurrent';

const words = bigramModel(['the', 'sea'], { '<s> the': 0.5 });
const recurrent = () => smallRecurrent();
const RESCORING = { recurrent: 1, ngram: 0, word: 0, readings: 7 };
const MANIFEST = { ...manifestFields(), bundleVersion: 1, frontEnd: 'x', checksums: {} };
const manifest = { ...MANIFEST, decoding: { rescoring: RESCORING } };

function reading(score: number, ...text: string[]): HeardWords {
  return {
    ...{ score, language: 0 },
    words: text.map((word) => ({ word, start: 0, end: 1, phones: Uint8Array.of(1) })),
  };
}

describe('openRescorer', () => {
  it('chooses as the model and the weights of the bundle say', async () => {
    const rescorer = (await openRescorer({ manifest, words, recurrent }))!;
    expect(rescorer.readings).toBe(7);
    // A short text is likelier than a long one, unless its sound says otherwise.
    const [short, long] = [reading(-3, 'the'), reading(-1, 'the', 'sea', 'the', 'sea')];
    expect(rescorer.rescore([long, short])[0]!.words).toHaveLength(1);
    expect(rescorer.rescore([{ ...long, score: 90 }, short])[0]!.words).toHaveLength(4);
    rescorer.close();
  });

  it('is none without weights, a recurrent model or n-grams', async () => {
    expect(await openRescorer({ manifest: MANIFEST, words, recurrent })).toBeUndefined();
    expect(await openRescorer({ manifest, words })).toBeUndefined();
    expect(await openRescorer({ manifest, recurrent })).toBeUndefined();
  });
});

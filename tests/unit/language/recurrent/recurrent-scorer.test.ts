/**
 * Scores by compiled graphs against plain code.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { logSumExp, PlainRecurrent } from '../../../../src/language/recurrent/plain-recurrent';
import { RecurrentScorer } from '../../../../src/language/recurrent/recurrent-scorer';
import { END } from '../../../../src/language/recurrent/word-pieces';
import { loadTensorflow } from '../../../../src/tensor/backend';
import { smallRecurrent } from './small-recurrent';

const { spec, pieces, weights } = smallRecurrent();
const UTTERANCES = ['the sea', 'the seas', 'then', '', 'the other sea then', 'the sea'].map(
  (text) => text.split(' ').filter((word) => word !== ''),
);

/** Step by step in plain code. */
function plainScore(words: readonly string[]): number {
  const model = new PlainRecurrent(spec, weights);
  let state = model.read(model.fresh, END);
  let score = 0;
  for (const symbol of [...words.flatMap((word) => pieces.numbersOf(word)), END]) {
    const logits = model.logits(state);
    score += logits[symbol]! - logSumExp(logits);
    state = model.read(state, symbol);
  }
  return score;
}

describe('RecurrentScorer', () => {
  it('scores as plain code does, whatever utterances share', async () => {
    const scorer = (await RecurrentScorer.open(spec, pieces, weights))!;
    const scores = scorer.score(UTTERANCES);
    for (const [i, words] of UTTERANCES.entries()) {
      expect(scores[i]).toBeCloseTo(plainScore(words), 4);
    }
    expect(scores[5]).toBe(scores[0]);
    scorer.close();
  });

  it('passes over signs that no piece has', async () => {
    const scorer = (await RecurrentScorer.open(spec, pieces, weights))!;
    const [odd, plain] = scorer.score([['s-ea', '7'], ['sea']]);
    expect(odd).toBe(plain);
    scorer.close();
  });

  it('keeps no memory behind a call', async () => {
    const tf = await loadTensorflow();
    const scorer = (await RecurrentScorer.open(spec, pieces, weights))!;
    scorer.score(UTTERANCES);
    const before = tf.memory().numTensors;
    scorer.score(UTTERANCES);
    expect(tf.memory().numTensors).toBe(before);
    scorer.close();
  });
});

/**
 * The network in plain arrays against the same network in eager tensor operations, and what a spec promises.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { PlainNetwork, logSoftmax } from '../../../../src/language/g2p/plain-network';
import { BOUNDARY, CLASSES, under } from '../../../../src/language/g2p/pronouncer-spec';
import { layerReference } from '../../../../src/recurrent/cell-reference';
import {
  additiveAttentionReference,
  denseReference,
} from '../../../../src/recurrent/layer-reference';
import { loadTensorflow, type Tensor } from '../../../../src/tensor/backend';
import { encode } from '../../../../src/text/alphabet';
import { SMALL_PRONOUNCER, drawnWeights } from './small-network';

const WEIGHTS = drawnWeights(SMALL_PRONOUNCER, 3);

/** Log probabilities behind `previous` by eager operations on whole sequences, [S, C]. */
async function eager(word: string, previous: readonly number[]): Promise<number[][]> {
  const tf = await loadTensorflow();
  return tf.tidy(() => {
    const w = Object.fromEntries(
      Object.entries(WEIGHTS).map(([name, { shape, data }]) => [name, tf.tensor(data, [...shape])]),
    );
    const [T, S] = [word.length, previous.length];
    const rows = (table: string, indices: ArrayLike<number>): Tensor =>
      tf.expandDims(tf.gather(w[table]!, tf.tensor1d(Int32Array.from(indices), 'int32')), 1);
    const padding = (steps: number): Tensor => tf.zeros([steps, 1]);
    const encoder = under(w, 'encoder');
    const x = rows('letters/table', encode(word));
    const encoded = layerReference(tf, 'gru', encoder, { x, padding: padding(T) });
    const half = SMALL_PRONOUNCER.encoderUnits;
    const ends = tf.concat(
      [
        tf.slice(encoded, [T - 1, 0, 0], [1, 1, half]),
        tf.slice(encoded, [0, 0, half], [1, 1, half]),
      ],
      2,
    );
    const state = denseReference(
      tf,
      { x: tf.reshape(ends, [1, 2 * half]), ...under(w, 'bridge') },
      'tanh',
    );
    const forward = ['forward'] as const;
    const first = layerReference(tf, 'gru', under(w, 'first'), {
      x: rows('phones/table', previous),
      padding: padding(S),
      states: [state],
      directions: forward,
    });
    const { context } = additiveAttentionReference(tf, {
      ...under(w, 'attention'),
      ...{ queries: first, keys: encoded, values: encoded, padding: padding(T) },
    });
    const second = layerReference(tf, 'gru', under(w, 'second'), {
      x: tf.concat([first, context], 2),
      padding: padding(S),
      directions: forward,
    });
    const logits = denseReference(
      tf,
      { x: tf.concat([second, context], 2), ...under(w, 'output') },
      'none',
    );
    return tf.reshape(tf.logSoftmax(logits), [S, CLASSES]).arraySync() as number[][];
  });
}

describe('PlainNetwork', () => {
  it.each(['skald', "it's", 'a'])('says of %s what eager operations say', async (word) => {
    const previous = [BOUNDARY, 4, 4, 17];
    const expected = await eager(word, previous);
    const network = new PlainNetwork(SMALL_PRONOUNCER, WEIGHTS);
    const reading = network.read(word);
    let { start: state } = reading;
    for (const [s, label] of previous.entries()) {
      const next = network.next(reading, state, label);
      state = next.state;
      for (const [c, score] of next.scores.entries()) {
        expect(score).toBeCloseTo(expected[s]![c]!, 3);
      }
    }
  });

  it('refuses other letters', () => {
    expect(() => new PlainNetwork(SMALL_PRONOUNCER, WEIGHTS).read('été')).toThrow(RangeError);
  });
});

describe('logSoftmax()', () => {
  it('gives logarithms of shares that sum to 1, however large the numbers', () => {
    const scores = logSoftmax(Float32Array.of(1000, 1000 + Math.log(3), -1000));
    expect(scores[0]).toBeCloseTo(Math.log(0.25), 4);
    expect(scores[1]).toBeCloseTo(Math.log(0.75), 4);
    expect(Math.exp(scores[2]!)).toBe(0);
  });
});

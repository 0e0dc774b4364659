/**
 * The table of vectors: look-up, and rows that are used twice.
 * @module
 */
import { describe } from 'vitest';
import { embedding } from '../../../src/recurrent/embedding';
import { describeLayer } from './layer-checks';

describe('embedding()', () => {
  describeLayer({
    layer: embedding([3, 2], 4, 5),
    reference: (tf, v) => ({
      y: tf.reshape(tf.gather(v['table']!, tf.reshape(v['indices']!, [6])), [3, 2, 5]),
    }),
    given: (tf) => ({ indices: tf.tensor2d([0, 1, 1, 3, 0, 1], [3, 2], 'int32') }),
  });
});

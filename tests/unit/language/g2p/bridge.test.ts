/**
 * The bridge against its eager reference, differences and the layout of its input.
 * @module
 */
import { describe } from 'vitest';
import { bridge } from '../../../../src/language/g2p/bridge';
import { describeLayer } from '../../recurrent/layer-checks';

const [LETTERS, BATCH, UNITS] = [4, 2, 3];

describe('bridge()', () => {
  describeLayer({
    layer: bridge({ letters: LETTERS, batch: BATCH, encoderUnits: UNITS, decoderUnits: 5 }),
    reference: (tf, v) => {
      const last = tf.slice(v['encoded']!, [LETTERS - 1, 0, 0], [1, BATCH, UNITS]);
      const first = tf.slice(v['encoded']!, [0, 0, UNITS], [1, BATCH, UNITS]);
      const ends = tf.reshape(tf.concat([last, first], 2), [BATCH, 2 * UNITS]);
      return { state: tf.tanh(tf.add(tf.matMul(ends, v['kernel']!), v['bias']!)) };
    },
  });
});

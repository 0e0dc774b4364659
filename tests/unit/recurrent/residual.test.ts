/**
 * A residual connection around a layer that keeps a tape, and around one that reads its own output.
 * @module
 */
import { describe } from 'vitest';
import { dense } from '../../../src/recurrent/dense';
import { layerNormalisation } from '../../../src/recurrent/layer-normalisation';
import {
  denseReference,
  layerNormalisationReference,
} from '../../../src/recurrent/layer-reference';
import { residual } from '../../../src/recurrent/residual';
import { describeLayer } from './layer-checks';

describe('residual()', () => {
  describeLayer({
    layer: residual(layerNormalisation([3, 2, 4])),
    reference: (tf, v) => ({ y: tf.add(v['x']!, layerNormalisationReference(tf, v)) }),
  });
  describeLayer({
    layer: residual(dense([3, 2, 4], 4, 'tanh')),
    reference: (tf, v) => ({ y: tf.add(v['x']!, denseReference(tf, v, 'tanh')) }),
  });
});

/**
 * The Transformer encoder layer against reference, tfjs, differences and PyTorch.
 * @module
 */
import { describe } from 'vitest';
import { transformerLayerReference } from '../../../src/recurrent/layer-reference';
import { transformerLayer } from '../../../src/recurrent/transformer-layer';
import { describeLayer } from './layer-checks';

const SHAPE = { batch: 2, steps: 4, features: 4, heads: 2, innerSize: 6 };

describe('transformerLayer()', () => {
  describeLayer({
    layer: transformerLayer(SHAPE),
    reference: (tf, v) => ({ y: transformerLayerReference(tf, v, SHAPE) }),
    given: (tf) => ({ padding: tf.tensor2d([0, 0, 0, 0, 0, 1, 0, 1], [4, 2]) }),
    golden: { name: 'transformer-layer', output: 'y' },
  });
});

/**
 * Dense layers of every activation against reference, tfjs, differences and PyTorch.
 * @module
 */
import { describe } from 'vitest';
import { dense, type Activation } from '../../../src/recurrent/dense';
import { denseReference } from '../../../src/recurrent/layer-reference';
import { describeLayer } from './layer-checks';

const ACTIVATIONS: Activation[] = ['none', 'tanh', 'sigmoid', 'relu', 'softmax'];

describe.each(ACTIVATIONS)('dense() with %s', (activation) => {
  describeLayer({
    layer: dense([4, 2, 4], 3, activation),
    reference: (tf, v) => ({ y: denseReference(tf, v, activation) }),
    ...(activation === 'softmax' ? { golden: { name: 'dense', output: 'y' } } : {}),
  });
});

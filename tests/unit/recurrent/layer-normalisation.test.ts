/**
 * Layer normalisation against its reference, tfjs, differences and PyTorch.
 * @module
 */
import { describe } from 'vitest';
import { layerNormalisation } from '../../../src/recurrent/layer-normalisation';
import { layerNormalisationReference } from '../../../src/recurrent/layer-reference';
import { describeLayer } from './layer-checks';

describe('layerNormalisation()', () => {
  describeLayer({
    layer: layerNormalisation([4, 2, 4]),
    reference: (tf, v) => ({ y: layerNormalisationReference(tf, v) }),
    golden: { name: 'layer-normalisation', output: 'y' },
  });
});

/**
 * Self-attention, free and causal, against reference, tfjs, differences and PyTorch.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { selfAttentionReference } from '../../../src/recurrent/layer-reference';
import { selfAttention } from '../../../src/recurrent/self-attention';
import { describeLayer } from './layer-checks';

describe.each([false, true])('selfAttention() with causal = %s', (causal) => {
  const shape = { batch: 2, steps: 4, features: 4, heads: 2, causal };
  describeLayer({
    layer: selfAttention(shape),
    reference: (tf, v) => ({ y: selfAttentionReference(tf, v, shape) }),
    given: (tf) => ({ padding: tf.tensor2d([0, 0, 0, 0, 0, 1, 0, 1], [4, 2]) }),
    golden: { name: causal ? 'self-attention-causal' : 'self-attention', output: 'y' },
  });
});

describe('selfAttention()', () => {
  it('refuses heads that do not divide the features', () => {
    expect(() => selfAttention({ batch: 1, steps: 2, features: 5, heads: 2 })).toThrow(/heads/);
  });
});

/**
 * The measured choice of element types.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { loadTensorflow } from '../../../src/tensor/backend';
import { fastestProducts } from '../../../src/tensor/fastest-products';

describe('fastestProducts()', () => {
  it('names a type and leaves nothing behind', async () => {
    const tf = await loadTensorflow();
    const before = tf.memory().numTensors;
    expect(['float32', 'bfloat16']).toContain(await fastestProducts());
    expect(tf.memory().numTensors).toBe(before);
  });
});

/**
 * Weights up and down.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { loadTensorflow } from '../../../src/tensor/backend';
import { toArrays, toTensors } from '../../../src/training/weight-tensors';

describe('toTensors() and toArrays()', () => {
  it('give shapes and numbers back', async () => {
    const tf = await loadTensorflow();
    const arrays = { a: { shape: [2, 1], data: Float32Array.of(1, 2) } };
    const tensors = toTensors(tf, arrays);
    expect(toArrays(tensors)).toEqual(arrays);
    tf.dispose(tensors);
  });
});

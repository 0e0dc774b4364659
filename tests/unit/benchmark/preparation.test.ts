/**
 * That the graphs of a chunk are prepared from nothing, and nothing is left.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { measurePreparation } from '../../../src/benchmark/preparation';
import { loadTensorflow } from '../../../src/tensor/backend';

describe('measurePreparation()', () => {
  it('takes time, and leaves no tensor and the cache folder as it was', async () => {
    const tf = await loadTensorflow();
    const [tensors, cache] = [tf.memory().numTensors, process.env['XDG_CACHE_HOME']];
    expect((await measurePreparation('lstm', 1)).median).toBeGreaterThan(0);
    expect(tf.memory().numTensors).toBe(tensors);
    expect(process.env['XDG_CACHE_HOME']).toBe(cache);
  });
});

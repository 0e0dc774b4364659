/**
 * Which backend is loaded, and kernels called by name.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { loadBackend, runKernel } from '../../../src/tensor/backend';

describe('loadBackend()', () => {
  it('loads the native library once', async () => {
    const backend = await loadBackend();
    expect(backend.kind, backend.nativeFailure).toBe('native');
    expect(await loadBackend()).toBe(backend);
  });
});

describe('runKernel()', () => {
  it('runs a kernel that tfjs does not wrap', async () => {
    const { tf } = await loadBackend();
    const [result] = runKernel(
      tf,
      'Cast',
      {
        SrcT: { type: 'dtype', value: 'float32' },
        DstT: { type: 'dtype', value: 'int32' },
        Truncate: { type: 'bool', value: false },
      },
      [tf.tensor1d([1.7, -1.7])],
      1,
    );
    expect(Array.from(result!.dataSync())).toEqual([1, -1]);
  });
});

/**
 * The peer where it is missing: the benchmark goes on without it.
 * @module
 */
import { describe, expect, it, vi } from 'vitest';
import { measurePytorch } from '../../../src/benchmark/pytorch';

describe('measurePytorch()', () => {
  it('gives nothing where there is no Python', async () => {
    vi.stubEnv('SKALD_PYTHON', '/nowhere/python3');
    expect(await measurePytorch('/nowhere/pytorch.py', 'lstm', 1)).toBeUndefined();
    vi.unstubAllEnvs();
  });
});

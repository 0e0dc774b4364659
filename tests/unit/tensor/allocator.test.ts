/**
 * How a training's process keeps its memory.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { keepingMemory } from '../../../src/tensor/allocator';

describe('keepingMemory', () => {
  it('adds two settings of glibc and keeps the rest', () => {
    expect(keepingMemory({ HOME: '/home/ada' }, 'linux')).toEqual({
      HOME: '/home/ada',
      MALLOC_MMAP_THRESHOLD_: '1073741824',
      MALLOC_TRIM_THRESHOLD_: '4294967296',
    });
  });

  it('leaves what somebody has chosen', () => {
    expect(keepingMemory({ MALLOC_TRIM_THRESHOLD_: '131072' }, 'linux')).toBeUndefined();
  });

  it.each(['darwin', 'win32'] as const)('has nothing to say on %s', (platform) => {
    expect(keepingMemory({}, platform)).toBeUndefined();
  });
});

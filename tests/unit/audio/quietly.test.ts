/**
 * Decoders of others do not write to the terminal, nor go on for ever.
 * @module
 */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { EndlessComplaints, quietly } from '../../../src/audio/quietly';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('quietly', () => {
  it('returns what the action returns, without its complaints', () => {
    const error = vi.spyOn(console, 'error').mockReturnValue(undefined);
    const result = quietly(() => {
      console.error('broken');
      return 7;
    });
    expect(result).toBe(7);
    expect(error).not.toHaveBeenCalled();
  });

  it('lets complaints through again afterwards, also when the action throws', () => {
    const error = vi.spyOn(console, 'error').mockReturnValue(undefined);
    expect(() =>
      quietly(() => {
        throw new RangeError('gave up');
      }),
    ).toThrow('gave up');
    console.error('ours');
    expect(error).toHaveBeenCalledExactlyOnceWith('ours');
  });

  it('ends an action that complains without end', () => {
    const forever = (): never => {
      for (;;) console.error('again');
    };
    expect(() => quietly(forever)).toThrow(EndlessComplaints);
  });
});

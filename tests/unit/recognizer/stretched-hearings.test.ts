/**
 * Hearing with several vocal tracts: what the network is given, and the mean of what it says.
 * @module
 */
import { describe, expect, it, vi } from 'vitest';
import type { AcousticNetwork } from '../../../src/acoustic/acoustic-network';
import { matrix, type Matrix } from '../../../src/base/matrix';
import { mfccStretch } from '../../../src/features/stretch';
import { stretchedHearing } from '../../../src/recognizer/stretched-hearing';

const STATISTICS = {
  mean: new Float32Array(40),
  deviation: Float32Array.from({ length: 40 }, (_, i) => 1 + i),
};

function network(said: (steps: Matrix) => number): AcousticNetwork {
  return {
    spec: {} as AcousticNetwork['spec'],
    forward: (steps) => matrix(1, 1, Float32Array.of(said(steps))),
    openChunks: () => {
      throw new Error('not asked for');
    },
    close: () => undefined,
  };
}

describe('stretchedHearing', () => {
  it('hears five times and gives the mean of the log posteriors', () => {
    let call = 0;
    const hearing = stretchedHearing(
      network(() => -call++),
      STATISTICS,
      0.1,
    );
    expect(hearing.forward(matrix(1, 120, new Float32Array(120))).data[0]).toBe(-2);
    expect(call).toBe(5);
  });

  it('stretches what stands behind the division by the deviations', () => {
    const heard: Float32Array[] = [];
    const hearing = stretchedHearing(
      network(({ data }) => heard.push(data)),
      STATISTICS,
      0.2,
    );
    const steps = new Float32Array(120);
    steps[40 + 2] = 1; // one deviation, which is 3, of coefficient 2 in the second frame
    hearing.forward(matrix(1, 120, steps));
    expect(heard[0]).toEqual(steps);
    const square = mfccStretch(1.2);
    for (const to of [0, 1, 2, 5, 39]) {
      expect(heard[4]![40 + to]).toBeCloseTo((3 * square[2 * 40 + to]!) / (1 + to), 4);
    }
    expect(heard[4]!.subarray(0, 40)).toEqual(new Float32Array(40));
  });

  it('hears chunks once, and is closed with its network', () => {
    const openChunks = vi.fn();
    const close = vi.fn();
    const own = { ...network(() => 0), openChunks, close };
    const hearing = stretchedHearing(own, STATISTICS, 0.1);
    hearing.openChunks('phones');
    expect(openChunks).toHaveBeenCalledWith('phones');
    hearing.close();
    expect(close).toHaveBeenCalledOnce();
  });
});

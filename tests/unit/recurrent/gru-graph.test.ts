/**
 * The graphs of a GRU block: their ports, and shapes refused while building.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { gruBackwardGraph, gruForwardGraph } from '../../../src/recurrent/gru-graph';

const SHAPE = { batch: 2, steps: 3, inputSize: 4, units: 5 };

describe('gruForwardGraph()', () => {
  it('gives states only, unless the gates are asked for', () => {
    const names = (keep: boolean): string[] => [...gruForwardGraph(SHAPE, keep).outputPorts.keys()];
    expect(names(false)).toEqual(['forward/y', 'forward/state', 'backward/y', 'backward/state']);
    expect(names(true)).toContain('backward/gates');
  });

  it('declares the shape of every port', () => {
    const { inputPorts, outputPorts } = gruForwardGraph(SHAPE, true);
    expect(inputPorts.get('forward/x')!.shape).toEqual([3, 2, 4]);
    expect(inputPorts.get('backward/kernel')!.shape).toEqual([4, 15]);
    expect(outputPorts.get('forward/gates')!.shape).toEqual([3, 2, 10]);
  });

  it('grows by a fixed number of nodes a step', () => {
    const size = (steps: number): number => gruForwardGraph({ ...SHAPE, steps }, false).size;
    expect(size(12) - size(8)).toBe(size(8) - size(4));
  });
});

describe('gruBackwardGraph()', () => {
  it('takes every gate that the forward graph gives, in the same shape', () => {
    const { inputPorts } = gruBackwardGraph(SHAPE);
    for (const [name, port] of gruForwardGraph(SHAPE, true).outputPorts) {
      if (name.endsWith('/state')) continue;
      expect(inputPorts.get(name)?.shape, name).toEqual(port.shape);
    }
  });
});

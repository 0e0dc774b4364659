/**
 * The ports of the batched form; its values are compared in variants.test.ts.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { batchedGru } from '../../../src/benchmark/batched-gru';

describe('batchedGru()', () => {
  it('gives the states of both directions at every step', () => {
    const g = batchedGru({ steps: 3, batch: 2, inputSize: 4, units: 5 });
    expect(g.outputPorts.get('y')?.shape).toEqual([3, 2, 2, 5]);
    expect(g.inputPorts.get('recurrent')?.shape).toEqual([2, 5, 15]);
  });
});

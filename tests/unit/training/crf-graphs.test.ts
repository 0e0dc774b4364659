/**
 * What the graphs of the sequence loss refuse; their numbers are tested with the denominator that runs them.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { crfBackwardGraph, crfForwardGraph } from '../../../src/training/crf-graphs';
import { estimateTrigram } from '../../../src/language/phone-trigram';

describe('crfForwardGraph() and crfBackwardGraph()', () => {
  it('take posteriors of all classes and states of all histories', () => {
    const trigram = estimateTrigram([[0, 1]], 2);
    const shape = { batch: 5, steps: 4 };
    expect(crfForwardGraph(trigram, shape).inputPorts.get('labels')?.shape).toEqual([3, 5, 3]);
    expect(crfBackwardGraph(trigram, shape).outputPorts.get('occupancies')?.shape).toEqual([
      4, 5, 3,
    ]);
  });
});

/**
 * What the graphs of the sequence loss refuse; their numbers are tested with the denominator that runs them.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { crfOccupanciesGraph, crfRecursionsGraph } from '../../../src/training/crf-graphs';
import { estimateTrigram } from '../../../src/language/phone-trigram';

const trigram = estimateTrigram([[0, 1]], 2);
const shape = { batch: 5, steps: 4 };

describe('crfRecursionsGraph() and crfOccupanciesGraph()', () => {
  it('take posteriors of all classes and states of all histories', () => {
    const { inputPorts } = crfRecursionsGraph(trigram, shape);
    expect(inputPorts.get('posteriorsBehind')?.shape).toEqual([4, 5, 3]);
    expect(inputPorts.get('labels')?.shape).toEqual([3, 5, 3]);
    const { outputPorts } = crfOccupanciesGraph(trigram, shape);
    expect(outputPorts.get('occupancies')?.shape).toEqual([4, 5, 3]);
  });

  it('the second takes what the first gives', () => {
    const given = crfRecursionsGraph(trigram, shape).outputPorts;
    for (const [name, port] of crfOccupanciesGraph(trigram, shape).inputPorts) {
      expect(given.get(name)?.shape, name).toEqual(port.shape);
    }
  });
});

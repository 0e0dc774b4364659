/**
 * The ports of the optimiser's graph.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { adamWGraph } from '../../../src/recurrent/adamw-graph';

describe('adamWGraph()', () => {
  it('takes weight, gradient, mean and square of every parameter and gives three of them back', () => {
    const options = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0, clipNorm: 1 };
    const g = adamWGraph({ w: [2, 3] }, options);
    expect([...g.inputPorts.keys()].sort()).toEqual(
      ['correction1', 'correction2', 'rate', 'w', 'w/gradient', 'w/mean', 'w/square'].sort(),
    );
    expect([...g.outputPorts.keys()].sort()).toEqual(['norm', 'w', 'w/mean', 'w/square']);
    expect(g.outputPorts.get('w')!.shape).toEqual([2, 3]);
  });
});

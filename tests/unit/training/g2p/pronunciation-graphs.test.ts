/**
 * Which graphs a batch shape needs.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { PronunciationGraphs } from '../../../../src/training/g2p/pronunciation-graphs';
import { SMALL_PRONOUNCER } from '../../language/g2p/small-network';

describe('PronunciationGraphs', () => {
  it('compiles eight graphs for a shape, and for another only what differs', async () => {
    const graphs = new PronunciationGraphs(SMALL_PRONOUNCER, 'float32');
    const layers = await graphs.of({ size: 2, letterSteps: 5, phoneSteps: 6 });
    expect(graphs.size).toBe(8);
    expect(await graphs.of({ size: 2, letterSteps: 5, phoneSteps: 6 })).toEqual(layers);
    expect(graphs.size).toBe(8);
    const longer = await graphs.of({ size: 2, letterSteps: 5, phoneSteps: 7 });
    expect(longer.encoder).toBe(layers.encoder);
    expect(longer.second).not.toBe(layers.second);
    expect(graphs.size).toBe(8 + 5);
    graphs.close();
  });
});

/**
 * Compiled layers: one for each shape, and no way back from fixed ones.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { loadTensorflow } from '../../../src/tensor/backend';
import { CompiledLayers } from '../../../src/training/compiled-layers';
import { SPEC } from './small-learner';

describe('CompiledLayers', () => {
  it('at() compiles each shape once, and a fixed layer apart from one that learns', async () => {
    const layers = new CompiledLayers(SPEC, { blockSteps: 4, fixedLayers: 2 });
    const fixed = await layers.at(1, 2);
    expect(await layers.at(1, 2)).toBe(fixed);
    const learned = await layers.at(2, 2);
    for (const other of [await layers.at(0, 2), await layers.at(1, 3), learned]) {
      expect(other).not.toBe(fixed);
    }
    layers.close();
  });

  it('at() keeps what the way back needs of layers that learn alone', async () => {
    const tf = await loadTensorflow();
    const layers = new CompiledLayers(SPEC, { blockSteps: 4, fixedLayers: 2 });
    const kept = async (index: number): Promise<number> => {
      const layer = await layers.at(index, 2);
      const shapes = { kernel: [10, 15], recurrent: [5, 15], bias: [15], candidateBias: [5] };
      const weights = Object.fromEntries(
        ['forward', 'backward'].flatMap((d) =>
          Object.entries(shapes).map(([name, shape]) => [`${d}/${name}`, tf.zeros(shape)]),
        ),
      );
      const [x, padding] = [tf.zeros([4, 2, 10]), tf.zeros([4, 2])];
      const before = tf.memory().numTensors;
      const pass = layer.forward(weights, [x], [padding]);
      const made = tf.memory().numTensors - before;
      layer.forget(pass);
      tf.dispose([weights, x, padding, pass.blocks]);
      return made;
    };
    expect(await kept(1)).toBe(1);
    expect(await kept(2)).toBeGreaterThan(5);
    layers.close();
  });
});

/**
 * The engine's layer in its forms; that all give equal values is tested in variants.test.ts.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { layerForm } from '../../../src/benchmark/layer-forms';
import { INPUT, UNITS, drawParts, type Parts } from '../../../src/benchmark/variant-parts';
import { layerReference } from '../../../src/recurrent/cell-reference';
import { loadTensorflow, type Tensor } from '../../../src/tensor/backend';

const [BATCH, STEPS] = [2, 4];

function largest(values: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(values.length).toBe(expected.length);
  return Array.from(values, (v, i) => Math.abs(v - expected[i]!)).reduce((a, b) => Math.max(a, b));
}

/** As the reference says it. */
function walked({ tf, weights }: Parts, x: Tensor): Tensor {
  const [steps, batch] = x.shape as [number, number];
  return layerReference(tf, 'gru', weights, { x, padding: tf.zeros([steps, batch]) });
}

describe('layerForm()', () => {
  it.each([
    ['beside each other', false],
    ['apart', true],
  ])(
    'with directions %s gives outputs, and in training gradients by inputs and weights',
    async (_, apart) => {
      const tf = await loadTensorflow();
      const parts = drawParts(tf, BATCH, STEPS);
      const forward = await layerForm(parts, 'forward', { block: 2, apart });
      const outputs = walked(parts, parts.x).dataSync();
      expect(largest(forward.values!(), outputs)).toBeLessThan(1e-5);
      const training = await layerForm(parts, 'train', { block: 2, apart });
      const values = training.values!();
      const dx = tf
        .grad((x) => tf.sum(tf.mul(walked(parts, x), parts.dy)))(parts.x)
        .dataSync();
      const ofInputs = STEPS * BATCH * INPUT;
      expect(largest(values.subarray(0, ofInputs), dx)).toBeLessThan(1e-4);
      const ofWeights = 2 * (3 * UNITS * (INPUT + UNITS) + 4 * UNITS);
      expect(values.length - ofInputs).toBe(ofWeights);
      expect(await training.run()).toBeGreaterThan(0);
      for (const form of [forward, training]) form.close();
    },
  );
});

/**
 * Additive attention against reference, tfjs, differences and PyTorch, and its masks.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { additiveAttention } from '../../../src/recurrent/additive-attention';
import { CompiledLayer } from '../../../src/recurrent/compiled-layer';
import { additiveAttentionReference } from '../../../src/recurrent/layer-reference';
import { loadTensorflow } from '../../../src/tensor/backend';
import { describeLayer } from './layer-checks';

const SHAPE = { batch: 2, queries: 4, keys: 5, querySize: 3, keySize: 4, valueSize: 2, units: 3 };
const PADDING = [5, 3];

describe('additiveAttention()', () => {
  describeLayer({
    layer: additiveAttention(SHAPE),
    reference: (tf, v) => ({ ...additiveAttentionReference(tf, v) }),
    given: (tf) => ({
      padding: tf.tensor2d(
        Array.from({ length: SHAPE.keys }, (_, t) => PADDING.map((n) => (t < n ? 0 : 1))),
      ),
    }),
    golden: { name: 'additive-attention', output: 'context' },
  });

  it('gives padded keys the weight 0, and all other weights of a query sum to 1', async () => {
    const tf = await loadTensorflow();
    const layer = additiveAttention(SHAPE);
    const compiled = await CompiledLayer.compile(layer, false);
    const inputs = Object.fromEntries(
      Object.entries(layer.inputs).map(([name, shape]) => [name, tf.ones([...shape])]),
    );
    const padding = tf.tensor2d([0, 0, 0, 0, 0, 0, 0, 1, 0, 1], [5, 2]);
    const weights = Object.fromEntries(
      Object.entries(layer.weights).map(([name, shape]) => [name, tf.ones([...shape])]),
    );
    const { outputs } = compiled.forward(weights, { ...inputs, padding });
    const rows = outputs['weights']!.arraySync() as number[][][];
    for (const row of rows[1]!) {
      expect(row.slice(3)).toEqual([0, 0]);
      expect(row[0]! + row[1]! + row[2]!).toBeCloseTo(1, 6);
    }
    compiled.close();
  });
});

/**
 * Forms with graphs of their own, against the engine's layer.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { batchedForm, chunkedForm } from '../../../src/benchmark/graph-forms';
import { layerForm } from '../../../src/benchmark/layer-forms';
import { drawParts } from '../../../src/benchmark/variant-parts';
import { loadTensorflow } from '../../../src/tensor/backend';

describe('batchedForm()', () => {
  it('computes what the layer computes', async () => {
    const parts = drawParts(await loadTensorflow(), 2, 3);
    const layer = await layerForm(parts, 'forward', { block: 3 });
    const batched = await batchedForm(parts);
    const expected = layer.values!();
    const differences = Array.from(batched.values!(), (v, i) => Math.abs(v - expected[i]!));
    expect(differences).toHaveLength(expected.length);
    expect(Math.max(...differences)).toBeLessThan(1e-5);
    for (const form of [layer, batched]) form.close();
  });
});

describe('chunkedForm()', () => {
  it('runs, and says that it computes something else', async () => {
    const chunked = await chunkedForm(drawParts(await loadTensorflow(), 1, 3));
    expect(await chunked.run()).toBeGreaterThan(0);
    expect(chunked).not.toHaveProperty('values');
    chunked.close();
  });
});

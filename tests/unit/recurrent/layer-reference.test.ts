/**
 * The eager references against PyTorch 2.13 (tests/reference/layers.json, made by scripts/reference/layers.py).
 * @module
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import * as reference from '../../../src/recurrent/layer-reference';
import { loadTensorflow, type Tensorflow, type Tensor } from '../../../src/tensor/backend';

interface Values {
  readonly shape: number[];
  readonly data: number[];
}
const { layers } = JSON.parse(
  readFileSync(path.join(__dirname, '../../reference/layers.json'), 'utf8'),
) as {
  layers: Record<
    string,
    { inputs: Record<string, Values>; weights: Record<string, Values>; y: Values }
  >;
};
const SHAPE = { batch: 2, steps: 4, features: 4, heads: 2 };
type Run = (tf: Tensorflow, v: Record<string, Tensor>) => Tensor;
const CASES: Record<string, Run> = {
  'layer-normalisation': reference.layerNormalisationReference,
  dense: (tf, v) => reference.denseReference(tf, v, 'softmax'),
  'additive-attention': (tf, v) => reference.additiveAttentionReference(tf, v).context,
  'self-attention': (tf, v) => reference.selfAttentionReference(tf, v, SHAPE),
  'self-attention-causal': (tf, v) =>
    reference.selfAttentionReference(tf, v, { ...SHAPE, causal: true }),
  'transformer-layer': (tf, v) =>
    reference.transformerLayerReference(tf, v, { ...SHAPE, innerSize: 6 }),
};

it.each(Object.keys(CASES))('the reference of %s equals PyTorch', async (name) => {
  const tf = await loadTensorflow();
  const golden = layers[name]!;
  const values = Object.fromEntries(
    Object.entries({ ...golden.inputs, ...golden.weights }).map(([key, v]) => [
      key,
      tf.tensor(v.data, v.shape),
    ]),
  );
  const found = CASES[name]!(tf, values);
  expect(found.shape).toEqual(golden.y.shape);
  found.dataSync().forEach((v, i) => {
    expect(v).toBeCloseTo(golden.y.data[i]!, 4);
  });
});

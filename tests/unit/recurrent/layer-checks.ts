/**
 * What every compiled layer is held to: its eager reference, the gradients that tfjs derives from it, central
 * differences, PyTorch 2.13 (tests/reference/layers.json, made by scripts/reference/layers.py), and no tensor left.
 * @module
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { Random } from '../../../src/base/random';
import { CompiledLayer } from '../../../src/recurrent/compiled-layer';
import type { GraphLayer } from '../../../src/recurrent/graph-layer';
import { loadTensorflow, type Tensorflow, type Tensor } from '../../../src/tensor/backend';

type Named = Record<string, Tensor>;
/** Eager outputs by name. */
export type Reference = (tf: Tensorflow, values: Readonly<Named>) => Named;

interface Golden {
  readonly inputs: Record<string, { shape: number[]; data: number[] }>;
  readonly weights: Record<string, { shape: number[]; data: number[] }>;
  readonly y: { shape: number[]; data: number[] };
  readonly dy: { shape: number[]; data: number[] };
  readonly gradients: Record<string, { shape: number[]; data: number[] }>;
}

const GOLDEN = JSON.parse(
  readFileSync(path.join(__dirname, '../../reference/layers.json'), 'utf8'),
) as {
  layers: Record<string, Golden>;
};
const TOLERANCE = 2e-5;
const GRADIENT_TOLERANCE = 2e-4;
/** Of 32-bit central differences, relative to the size of the gradient. */
const DIFFERENCE_TOLERANCE = 1e-2;
const STEP = 1e-2;

/** Values of a test; `padding` and masks are given, the rest is drawn. */
export interface LayerCase {
  readonly layer: GraphLayer;
  readonly reference: Reference;
  readonly given?: (tf: Tensorflow) => Named;
  /** Name in layers.json, and the output that it is about. */
  readonly golden?: { readonly name: string; readonly output: string };
}

const random = new Random(20261125);

function drawn(tf: Tensorflow, shape: readonly number[]): Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, () => random.normal() * 0.7),
    [...shape],
  );
}

function largest(tf: Tensorflow, a: Tensor, b: Tensor): number {
  expect(a.shape).toEqual(b.shape);
  return tf.tidy(() => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]!);
}

/** Inputs and weights drawn for a case. */
function valuesOf(tf: Tensorflow, { layer, given }: LayerCase): { inputs: Named; weights: Named } {
  const draw = (shapes: GraphLayer['inputs']): Named =>
    Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, drawn(tf, shape)]));
  return { inputs: { ...draw(layer.inputs), ...given?.(tf) }, weights: draw(layer.weights) };
}

function learned(layer: GraphLayer): string[] {
  const inputs = Object.keys(layer.inputs).filter((name) => !layer.fixed.includes(name));
  return [...inputs, ...Object.keys(layer.weights)];
}

/** Adds the tests of one layer. */
export function describeLayer(spec: LayerCase): void {
  const { layer, reference, golden } = spec;

  it(`${layer.name} equals its eager reference, and its gradients those that tfjs derives`, async () => {
    const tf = await loadTensorflow();
    const compiled = await CompiledLayer.compile(layer, true);
    const { inputs, weights } = valuesOf(tf, spec);
    const run = compiled.forward(weights, inputs);
    const expected = reference(tf, { ...inputs, ...weights });
    const d: Named = {};
    for (const [name, output] of Object.entries(run.outputs)) {
      expect(largest(tf, output, expected[name]!), name).toBeLessThan(TOLERANCE);
      d[name] = drawn(tf, output.shape);
    }
    const names = learned(layer);
    const loss = (...values: Tensor[]): Tensor => {
      const own = Object.fromEntries(names.map((name, i) => [name, values[i]!]));
      const outputs = reference(tf, { ...inputs, ...weights, ...own });
      return tf.addN(Object.keys(d).map((name) => tf.sum(tf.mul(outputs[name]!, d[name]!))));
    };
    const derived = tf.grads(loss)(names.map((name) => inputs[name] ?? weights[name]!));
    const made = compiled.backward(weights, inputs, run, d);
    const gradients = { ...made.inputs, ...made.weights };
    expect(Object.keys(gradients).sort()).toEqual([...names].sort());
    for (const [i, name] of names.entries()) {
      expect(largest(tf, gradients[name]!, derived[i]!), name).toBeLessThan(GRADIENT_TOLERANCE);
    }
    compiled.close();
  });

  it(`${layer.name} has the gradients of central differences along drawn directions`, async () => {
    const tf = await loadTensorflow();
    const compiled = await CompiledLayer.compile(layer, true);
    const { inputs, weights } = valuesOf(tf, spec);
    const all = { ...inputs, ...weights };
    const run = compiled.forward(weights, inputs);
    const d: Named = {};
    for (const [name, y] of Object.entries(run.outputs)) d[name] = drawn(tf, y.shape);
    const loss = (name: string, value: Tensor): number => {
      const { outputs } = compiled.forward(
        name in weights ? { ...weights, [name]: value } : weights,
        name in inputs ? { ...inputs, [name]: value } : inputs,
      );
      return Object.entries(outputs).reduce((sum, [key, y]) => {
        const gradient = d[key]!.dataSync();
        return Array.from(y.dataSync()).reduce((s, v, i) => s + v * gradient[i]!, sum);
      }, 0);
    };
    const made = compiled.backward(weights, inputs, run, d);
    for (const name of learned(layer)) {
      const direction = drawn(tf, all[name]!.shape);
      const move = tf.mul(direction, STEP);
      const slope =
        (loss(name, tf.add(all[name]!, move)) - loss(name, tf.sub(all[name]!, move))) / (2 * STEP);
      const gradient = made.inputs[name] ?? made.weights[name]!;
      const found = tf.sum(tf.mul(gradient, direction)).dataSync()[0]!;
      const size = 1 + tf.norm(gradient).dataSync()[0]! * tf.norm(direction).dataSync()[0]!;
      expect(Math.abs(found - slope) / size, name).toBeLessThan(DIFFERENCE_TOLERANCE);
    }
    compiled.close();
  });

  it(`${layer.name} leaves only its results`, async () => {
    const tf = await loadTensorflow();
    const compiled = await CompiledLayer.compile(layer, true);
    const { inputs, weights } = valuesOf(tf, spec);
    const before = tf.memory().numTensors;
    const run = compiled.forward(weights, inputs);
    const made = compiled.backward(weights, inputs, run, run.outputs);
    tf.dispose([run.outputs, made.inputs, made.weights]);
    const unused = compiled.forward(weights, inputs);
    compiled.forget(unused);
    tf.dispose(unused.outputs);
    expect(tf.memory().numTensors).toBe(before);
    compiled.close();
  });

  if (!golden) return;
  it(`${layer.name} gives the values and all gradients of PyTorch`, async () => {
    const tf = await loadTensorflow();
    const { inputs, weights, y, dy, gradients } = GOLDEN.layers[golden.name]!;
    const tensors = (from: Golden['inputs']): Named =>
      Object.fromEntries(
        Object.entries(from).map(([name, { shape, data }]) => [name, tf.tensor(data, shape)]),
      );
    const compiled = await CompiledLayer.compile(layer, true);
    const [given, learnedWeights] = [tensors(inputs), tensors(weights)];
    const run = compiled.forward(learnedWeights, given);
    const found = run.outputs[golden.output]!;
    expect(largest(tf, found, tf.tensor(y.data, y.shape))).toBeLessThan(TOLERANCE);
    const d: Named = {};
    for (const [name, output] of Object.entries(run.outputs)) d[name] = tf.zerosLike(output);
    d[golden.output] = tf.tensor(dy.data, dy.shape);
    const made = compiled.backward(learnedWeights, given, run, d);
    for (const [name, { shape, data }] of Object.entries(gradients)) {
      const gradient = made.inputs[name] ?? made.weights[name]!;
      expect(largest(tf, gradient, tf.tensor(data, shape)), name).toBeLessThan(GRADIENT_TOLERANCE);
    }
    compiled.close();
  });
}

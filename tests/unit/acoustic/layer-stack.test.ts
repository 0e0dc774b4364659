/**
 * The eager layers, which run without the native library, against the compiled ones.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { CompiledLayerStack, EagerLayerStack } from '../../../src/acoustic/layer-stack';
import { underPrefix } from '../../../src/acoustic/acoustic-spec';
import { Random } from '../../../src/base/random';
import { loadTensorflow } from '../../../src/tensor/backend';
import { initialWeights } from '../../../src/training/initial-weights';
import { toTensors } from '../../../src/training/weight-tensors';

const SPEC = { kind: 'bidirectional-gru', inputSize: 4, units: 6, layers: 1, classes: 3 } as const;

describe('EagerLayerStack', () => {
  it('whole() and chunk() equal CompiledLayerStack', async () => {
    const tf = await loadTensorflow();
    const weights = underPrefix(toTensors(tf, initialWeights(SPEC, new Random(1))), 'layer0');
    const compiled = await CompiledLayerStack.compile(tf, SPEC);
    const eager = new EagerLayerStack(tf, SPEC);
    const x = tf.randomNormal([33, 4], 0, 1, 'float32', 7);
    const state = tf.randomNormal([1, 6], 0, 1, 'float32', 8);
    const difference = (a: typeof x, b: typeof x): number =>
      tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]!;
    expect(difference(compiled.whole(0, weights, x), eager.whole(0, weights, x))).toBeLessThan(
      1e-5,
    );
    const a = compiled.chunk(0, weights, x, state);
    const b = eager.chunk(0, weights, x, state);
    expect(difference(a.y, b.y)).toBeLessThan(1e-5);
    expect(difference(a.states, b.states)).toBeLessThan(1e-5);
    compiled.close();
    eager.close();
  });
});

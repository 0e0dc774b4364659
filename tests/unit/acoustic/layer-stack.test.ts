/**
 * The eager layers, which run without the native library, against the compiled ones.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { CHUNK_STEPS, CONTEXT_STEPS } from '../../../src/acoustic/acoustic-network';
import { underPrefix, type AcousticSpec } from '../../../src/acoustic/acoustic-spec';
import { CompiledLayerStack, EagerLayerStack } from '../../../src/acoustic/layer-stack';
import { Random } from '../../../src/base/random';
import { CELLS } from '../../../src/recurrent/cells';
import type { CellName } from '../../../src/recurrent/cell';
import { loadTensorflow, type Tensor } from '../../../src/tensor/backend';
import { initialWeights } from '../../../src/training/initial-weights';
import { toTensors } from '../../../src/training/weight-tensors';

/** Hearings of an utterance. */
const BATCH = 2;

describe.each(Object.keys(CELLS) as CellName[])('EagerLayerStack of %s', (cell) => {
  it.each([true, false])('equals CompiledLayerStack, bidirectional %s', async (bidirectional) => {
    const tf = await loadTensorflow();
    const spec: AcousticSpec = {
      kind: 'recurrent',
      cell,
      bidirectional,
      inputSize: 4,
      units: 6,
      layers: 1,
      classes: 3,
    };
    const weights = underPrefix(toTensors(tf, initialWeights(spec, new Random(1))), 'layer0');
    const compiled = await CompiledLayerStack.compile(tf, spec, BATCH);
    const eager = new EagerLayerStack(tf, spec, BATCH);
    const difference = (a: Tensor, b: Tensor): number =>
      tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]!;
    const x = tf.randomNormal([CHUNK_STEPS + CONTEXT_STEPS - 3, BATCH, 4], 0, 1, 'float32', 7);
    expect(difference(compiled.whole(0, weights, x), eager.whole(0, weights, x))).toBeLessThan(
      1e-5,
    );
    const first = compiled.chunk(0, weights, x, compiled.firstStates());
    for (const states of [eager.firstStates(), first.states]) {
      const a = compiled.chunk(0, weights, x, states);
      const b = eager.chunk(0, weights, x, states);
      expect(difference(a.y, b.y)).toBeLessThan(1e-5);
      for (const name of CELLS[cell].states) {
        expect(difference(a.states[name]!, b.states[name]!), name).toBeLessThan(1e-5);
      }
    }
    compiled.close();
    eager.close();
  });
});

/**
 * A thousand learning steps of a recurrent layer leave nothing behind: no tensor, and no native memory.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/base/random';
import { AdamW } from '../../../src/recurrent/adamw';
import { CELLS } from '../../../src/recurrent/cells';
import { RecurrentLayer } from '../../../src/recurrent/recurrent-layer';
import { loadTensorflow } from '../../../src/tensor/backend';
import { drawn, drawnWeights } from './layer-values';

const [S, B, I, H] = [8, 8, 16, 32] as const;
const STEPS = 1000;
/** A leak of one output of a block a step would be 8 MB, of one matrix of weights 12 MB. */
const MOST_BYTES = 6e6;
const OPTIONS = { beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.01, clipNorm: 1 };

/** Memory of the process without JavaScript's heap, which grows as it likes. */
function nativeBytes(): number {
  const { rss, heapTotal } = process.memoryUsage();
  return rss - heapTotal;
}

describe('RecurrentLayer and AdamW', () => {
  it(`leave no tensor and no native memory behind over ${STEPS} steps`, async () => {
    const tf = await loadTensorflow();
    const random = new Random(3);
    const shape = { batch: B, steps: S, inputSize: I, units: H };
    const layer = await RecurrentLayer.compile(CELLS.gru, shape, { training: true });
    const optimiser = await AdamW.compile(drawnWeights(tf, random, 'gru', [I, H]), OPTIONS);
    const blocks = [0, 1].map(() => drawn(tf, random, [S, B, I]));
    const padding = blocks.map(() => tf.zeros([S, B]));
    const step = (): void => {
      const { weights } = optimiser;
      const pass = layer.forward(weights, blocks, padding);
      const sums = Object.fromEntries(
        Object.entries(weights).map(([name, w]) => [name, tf.zerosLike(w)]),
      );
      // The loss is half the square of what comes out, so its gradient is that itself.
      const { dInputs, gradients } = layer.backward(weights, pass, pass.blocks, sums);
      tf.dispose([pass.blocks, dInputs]);
      optimiser.step(gradients, 1e-3);
    };
    for (let i = 0; i < STEPS / 4; i++) step();
    const [tensors, bytes] = [tf.memory().numTensors, nativeBytes()];
    for (let i = 0; i < STEPS; i++) step();
    expect(tf.memory().numTensors).toBe(tensors);
    expect(nativeBytes() - bytes).toBeLessThan(MOST_BYTES);
    layer.close();
    optimiser.close();
  }, 120_000);
});

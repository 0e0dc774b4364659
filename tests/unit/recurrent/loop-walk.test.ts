/**
 * A GRU that goes through time in a loop: against the eager reference and its gradients, as the steps that are written out are tested.
 * @module
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../../src/base/random';
import { layerReference } from '../../../src/recurrent/cell-reference';
import { gruCell } from '../../../src/recurrent/gru-cell';
import { loopWalk } from '../../../src/recurrent/loop-walk';
import { RecurrentLayer } from '../../../src/recurrent/recurrent-layer';
import { loadTensorflow, type Tensor, type Tensorflow } from '../../../src/tensor/backend';
import { describePorts } from './cell-ports';
import { drawn, drawnWeights, largestDifference, paddingOf, zerosLike } from './layer-values';

const [I, H] = [4, 6];
const TOLERANCE = 2e-5;
const random = new Random(11);
let tf: Tensorflow;
beforeAll(async () => {
  tf = await loadTensorflow();
});

describePorts(gruCell(loopWalk()));

describe.each([
  { steps: 1, batch: 1, stepsPerTurn: 1, blocks: 2 },
  { steps: 7, batch: 3, stepsPerTurn: 1, blocks: 1 },
  { steps: 12, batch: 2, stepsPerTurn: 3, blocks: 1 },
  { steps: 4, batch: 2, stepsPerTurn: 4, blocks: 2 },
])('loopWalk() over a GRU of $steps steps, batch $batch, $stepsPerTurn a turn', (sizes) => {
  const { steps, batch, stepsPerTurn, blocks } = sizes;
  const shape = { batch, steps, inputSize: I, units: H };
  const all = blocks * steps;

  it('equals the reference and its gradients, in padding too, and leaves no tensor behind', async () => {
    const layer = await RecurrentLayer.compile(gruCell(loopWalk(stepsPerTurn)), shape, {
      training: true,
    });
    const weights = drawnWeights(tf, random, 'gru', [I, H]);
    const names = Object.keys(weights);
    const x = drawn(tf, random, [all, batch, I]);
    const lengths = Array.from({ length: batch }, (_, i) => Math.max(1, all - 2 * i));
    const padding = paddingOf(tf, all, lengths);
    const spoken = tf.expandDims(tf.sub(1, padding), 2);
    const dy = tf.mul(drawn(tf, random, [all, batch, 2 * H]), spoken);
    const walked = (input: Tensor, values: readonly Tensor[]): Tensor => {
      const named = Object.fromEntries(names.map((name, i) => [name, values[i]!]));
      return layerReference(tf, 'gru', named, { x: input, padding });
    };
    const given = names.map((name) => weights[name]!);
    const expected = walked(x, given);
    const [dx, ...dWeights] = tf.grads((input: Tensor, ...rest: Tensor[]) =>
      tf.sum(tf.mul(walked(input, rest), dy)),
    )([x, ...given]);
    const inputs = [tf.split(x, blocks), tf.split(padding, blocks), tf.split(dy, blocks)] as const;
    const sums = zerosLike(tf, weights);
    const before = tf.memory().numTensors;
    const pass = layer.forward(weights, inputs[0], inputs[1]);
    const difference = tf.tidy(() =>
      largestDifference(tf, tf.mul(tf.concat(pass.blocks), spoken), tf.mul(expected, spoken)),
    );
    expect(difference).toBeLessThan(TOLERANCE);
    const result = layer.backward(weights, pass, inputs[2], sums);
    const toInputs = tf.tidy(() => largestDifference(tf, tf.concat(result.dInputs), dx!));
    expect(toInputs).toBeLessThan(10 * TOLERANCE);
    for (const [i, name] of names.entries()) {
      const toWeight = largestDifference(tf, result.gradients[name]!, dWeights[i]!);
      expect(toWeight, name).toBeLessThan(10 * TOLERANCE);
    }
    tf.dispose([pass.blocks, result.dInputs, { ...result.gradients }]);
    expect(tf.memory().numTensors).toBe(before - names.length); // the sums were consumed
    layer.close();
  });
});

describe('loopWalk()', () => {
  it('refuses a block that its turns do not fill', async () => {
    const shape = { batch: 1, steps: 10, inputSize: I, units: H };
    await expect(
      RecurrentLayer.compile(gruCell(loopWalk(3)), shape, { training: false }),
    ).rejects.toThrow(/Cannot walk 10 steps in a loop as its turns have 3 steps each/);
  });
});

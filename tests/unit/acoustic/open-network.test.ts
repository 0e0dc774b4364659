/**
 * The network on compiled graphs against the same network in eager operations, whole and in chunks.
 * @module
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CHUNK_STEPS,
  CONTEXT_STEPS,
  type AcousticNetwork,
  type Hearings,
} from '../../../src/acoustic/acoustic-network';
import { noPast, patternsOf } from '../../../src/acoustic/convolution-front';
import {
  isResidual,
  layerInputSize,
  underPrefix,
  type AcousticSpec,
} from '../../../src/acoustic/acoustic-spec';
import { openAcousticNetwork } from '../../../src/acoustic/open-network';
import { matrix, rowsOf, type Matrix } from '../../../src/base/matrix';
import { Random } from '../../../src/base/random';
import { layerReference } from '../../../src/recurrent/cell-reference';
import { loadTensorflow, type Tensorflow } from '../../../src/tensor/backend';
import { initialWeights } from '../../../src/training/initial-weights';
import { toTensors } from '../../../src/training/weight-tensors';

const SPEC: AcousticSpec = {
  kind: 'recurrent',
  cell: 'gru',
  bidirectional: true,
  inputSize: 6,
  units: 8,
  layers: 3,
  residualFrom: 2,
  classes: 5,
};
const random = new Random(11);
// As if none were residual: those start at zero.
const weights = initialWeights({ ...SPEC, residualFrom: SPEC.layers }, random);

let tf: Tensorflow;
let network: AcousticNetwork;
beforeAll(async () => {
  tf = await loadTensorflow();
  network = await openAcousticNetwork(SPEC, weights);
});
afterAll(() => {
  network.close();
});

function drawnSteps(rows: number): Matrix {
  return matrix(
    rows,
    SPEC.inputSize,
    Float32Array.from({ length: rows * SPEC.inputSize }, () => random.normal()),
  );
}

/** The whole network in eager operations. */
function expected(steps: Matrix): Float32Array {
  return tf.tidy(() => {
    const tensors = toTensors(tf, weights);
    let x = tf.tensor(steps.data, [steps.rows, 1, steps.columns]);
    for (let layer = 0; layer < SPEC.layers; layer++) {
      const y = layerReference(tf, 'gru', underPrefix(tensors, `layer${layer}`), {
        x,
        padding: tf.zeros([steps.rows, 1]),
      });
      x = isResidual(SPEC, layer) ? tf.add(x, y) : y;
    }
    const flat = x.reshape([steps.rows, -1]);
    return tf
      .logSoftmax(tf.add(tf.matMul(flat, tensors['output/kernel']!), tensors['output/bias']!))
      .dataSync() as Float32Array;
  });
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
}

describe('AcousticNetwork', () => {
  it.each([1, 2, 63, 64, 65, 130])('forward() of %d steps equals the eager network', (rows) => {
    const steps = drawnSteps(rows);
    expect(largestDifference(network.forward(steps).data, expected(steps))).toBeLessThan(1e-4);
  });

  it('forward() gives log posteriors that sum to one', () => {
    const { data, columns } = network.forward(drawnSteps(1));
    expect(data.slice(0, columns).reduce((sum, log) => sum + Math.exp(log), 0)).toBeCloseTo(1, 5);
  });

  /** As they are, and twice as loud. */
  const hearings: Hearings = {
    count: 2,
    of: ({ rows, columns, data }) =>
      Float32Array.from({ length: 2 * data.length }, (_, i) => {
        const [row, hearing] = [Math.floor(i / (2 * columns)), Math.floor(i / columns) % 2];
        expect(row).toBeLessThan(rows);
        return data[row * columns + (i % columns)]! * (1 + hearing);
      }),
  };

  describe('with several hearings', () => {
    let several: AcousticNetwork;
    beforeAll(async () => {
      several = await openAcousticNetwork(SPEC, weights, hearings);
    });
    afterAll(() => {
      several.close();
    });

    /** The mean of the log posteriors of both, scaled to sum to 1. */
    function mean(quiet: Float32Array, loud: Float32Array): Float32Array {
      return tf.tidy(() => {
        const both = tf.tensor2d([...quiet, ...loud], [2, quiet.length]);
        return tf
          .logSoftmax(tf.mean(both, 0).reshape([-1, SPEC.classes]))
          .dataSync() as Float32Array;
      });
    }
    const louder = ({ rows, columns, data }: Matrix): Matrix =>
      matrix(
        rows,
        columns,
        data.map((value) => 2 * value),
      );

    it.each([1, 70])('forward() of %d steps gives what they have in common', (rows) => {
      const steps = drawnSteps(rows);
      const common = mean(expected(steps), expected(louder(steps)));
      expect(largestDifference(several.forward(steps).data, common)).toBeLessThan(1e-4);
    });

    it('openChunks() carries the states of each', () => {
      const steps = drawnSteps(50);
      const open = [network, network, several].map((net) => net.openChunks());
      for (let start = 0; start < steps.rows; start += CHUNK_STEPS) {
        const rows = Math.min(CHUNK_STEPS, steps.rows - start);
        const chunk = rowsOf(steps, start, Math.min(steps.rows, start + rows + CONTEXT_STEPS));
        const [quiet, loud, both] = open.map(
          (chunks, i) => chunks.forward(i === 1 ? louder(chunk) : chunk, rows).data,
        );
        expect(largestDifference(both!, mean(quiet!, loud!))).toBeLessThan(1e-4);
      }
      for (const chunks of open) chunks.close();
    });
  });

  it('forward() of no steps is empty', () => {
    expect(network.forward(drawnSteps(0)).rows).toBe(0);
  });

  it('openChunks() equals the whole network where one chunk holds the utterance', () => {
    const steps = drawnSteps(CHUNK_STEPS + CONTEXT_STEPS);
    const chunks = network.openChunks();
    const { data } = chunks.forward(steps, steps.rows);
    chunks.close();
    expect(largestDifference(data, expected(steps))).toBeLessThan(1e-4);
  });

  it('openChunks() carries the forward state: a first layer alone is exact beyond the chunk', async () => {
    const spec = { ...SPEC, layers: 1 };
    // With the backward direction's output weights at zero, nothing depends on the future.
    const causal = {
      ...weights,
      'output/kernel': { shape: [16, 5], data: weights['output/kernel']!.data.slice() },
    };
    causal['output/kernel'].data.fill(0, 8 * 5);
    const single = await openAcousticNetwork(spec, causal);
    const steps = drawnSteps(50);
    const chunks = single.openChunks();
    const parts: number[] = [];
    for (let start = 0; start < steps.rows; start += CHUNK_STEPS) {
      const rows = Math.min(CHUNK_STEPS, steps.rows - start);
      const end = Math.min(steps.rows, start + rows + CONTEXT_STEPS);
      parts.push(...chunks.forward(rowsOf(steps, start, end), rows).data);
    }
    chunks.close();
    const whole = single.forward(steps).data;
    single.close();
    expect(largestDifference(Float32Array.from(parts), whole)).toBeLessThan(1e-4);
  });

  it('reads phones after the layers that the spec says, whole and in chunks', async () => {
    const spec = { ...SPEC, phones: 4, phonesAfter: 2 };
    const deep = initialWeights({ ...spec, residualFrom: SPEC.layers }, random);
    const known = Object.entries(deep).filter(([name]) => !name.startsWith('layer2'));
    const [both, shallow] = await Promise.all([
      openAcousticNetwork(spec, deep),
      openAcousticNetwork({ ...spec, layers: 2 }, Object.fromEntries(known)),
    ]);
    const steps = drawnSteps(40);
    expect(both.forward(steps, 'phones').data).toEqual(shallow.forward(steps, 'phones').data);
    expect(both.forward(steps).data).not.toEqual(shallow.forward(steps).data);
    const [deeper, plain] = [both, shallow].map((net) => {
      const chunks = net.openChunks('phones');
      const { data } = chunks.forward(rowsOf(steps, 0, 32), CHUNK_STEPS);
      chunks.close();
      net.close();
      return data;
    });
    expect(deeper).toHaveLength(CHUNK_STEPS * 4);
    expect(deeper).toEqual(plain);
  });

  it('hears with convolutions, over the borders of chunks, what a network hears that is told their patterns', async () => {
    const spec = { ...SPEC, filters: 3 };
    const convolved = initialWeights({ ...spec, residualFrom: SPEC.layers }, random);
    const told = { ...SPEC, inputSize: layerInputSize(spec, 0) };
    const rest = Object.entries(convolved).filter(([name]) => !name.startsWith('front/'));
    const [net, plain] = await Promise.all([
      openAcousticNetwork(spec, convolved, hearings),
      openAcousticNetwork(told, Object.fromEntries(rest), { count: 2, of: ({ data }) => data }),
    ]);
    const before = tf.memory().numTensors;
    const steps = drawnSteps(50);
    const all = tf.tidy(() => {
      const x = tf.tensor3d(hearings.of(steps), [steps.rows, 2, SPEC.inputSize]);
      const front = underPrefix(toTensors(tf, convolved), 'front');
      return patternsOf(tf, front, x, noPast(tf, SPEC.inputSize, 2)).dataSync() as Float32Array;
    });
    const columns = told.inputSize;
    /** Both hearings of the steps from `start` to `end`. */
    const toldRows = (start: number, end: number): Matrix => ({
      ...{ rows: end - start, columns },
      data: all.subarray(2 * columns * start, 2 * columns * end),
    });
    const [whole, other] = [net.forward(steps), plain.forward(toldRows(0, steps.rows))];
    expect(largestDifference(whole.data, other.data)).toBeLessThan(1e-4);
    const open = [net.openChunks(), plain.openChunks()] as const;
    for (let start = 0; start < steps.rows; start += CHUNK_STEPS) {
      const rows = Math.min(CHUNK_STEPS, steps.rows - start);
      const end = Math.min(steps.rows, start + rows + CONTEXT_STEPS);
      const own = open[0].forward(rowsOf(steps, start, end), rows).data;
      const same = open[1].forward(toldRows(start, end), rows).data;
      expect(largestDifference(own, same)).toBeLessThan(1e-4);
    }
    for (const chunks of open) chunks.close();
    expect(tf.memory().numTensors).toBe(before);
    net.close();
    plain.close();
  });

  it('openChunks() refuses more rows than chunk and context', () => {
    const chunks = network.openChunks();
    expect(() => chunks.forward(drawnSteps(CHUNK_STEPS + CONTEXT_STEPS + 1), 1)).toThrow(
      RangeError,
    );
    chunks.close();
  });

  it('forward() and chunks leave no tensor behind', () => {
    const before = tf.memory().numTensors;
    for (let i = 0; i < 5; i++) {
      network.forward(drawnSteps(70));
      const chunks = network.openChunks();
      chunks.forward(drawnSteps(30), CHUNK_STEPS);
      chunks.close();
    }
    expect(tf.memory().numTensors).toBe(before);
  });
});

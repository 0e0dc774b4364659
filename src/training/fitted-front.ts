/**
 * Convolutions before a network that was trained without them. Random ones would tell its first layer nothing of what it
 * knows; so they are fitted first, with a dense layer behind them, until the first layer is told what the steps told it, and
 * the network goes on where it was (Romero et al. 2015, "FitNets: hints for thin deep nets", section 2.2).
 * T steps, B batch, I values of a step, P F patterns of one.
 * @module
 */
import { directionsOf, FRONT, underPrefix, type AcousticSpec } from '../acoustic/acoustic-spec';
import { noPast, patternCount, patternsOf } from '../acoustic/convolution-front';
import { CancelledError } from '../base/errors';
import type { WeightArray } from '../bundle/weights-file';
import type { NamedTensors, Optimiser } from '../recurrent/optimiser';
import { compileOptimiser, type OptimiserSpec } from '../recurrent/optimisers';
import { loadTensorflow, type Tensor, type Tensorflow } from '../tensor/backend';
import { toArrays, toTensors } from './weight-tensors';

type Weights = Record<string, WeightArray>;

/** The dense layer from patterns to steps, which goes into the first layer's input weights. */
const BACK = 'back';
const ADAM: OptimiserSpec = {
  ...{ kind: 'adamw', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  ...{ weightDecay: 0, clipNorm: 1 },
};
const RATE = 0.003;
const SAID_EVERY = 50;

/** What convolutions are fitted to, and how it is told. */
export interface FitPlan {
  /** Steps [T, B, I] with no end; each tensor is freed when it was learned from. */
  readonly batches: Iterator<Tensor>;
  readonly count: number;
  readonly signal: AbortSignal;
  onProgress(line: string): void;
}

/** Kernels and biases of the first layer by direction, as names. */
function firstLayer(spec: AcousticSpec): { kernel: string; bias: string }[] {
  return directionsOf(spec).map((direction) => {
    const prefix = `layer0/${direction}`;
    return { kernel: `${prefix}/kernel`, bias: `${prefix}/bias` };
  });
}

/** How much each pair of errors in a step counts for what the first layer adds up: K Kᵀ [I, I] over all its kernels. */
function metricOf(tf: Tensorflow, spec: AcousticSpec, known: Readonly<NamedTensors>): Tensor {
  return tf.tidy(() => {
    const kernels = firstLayer(spec).map(({ kernel }) => known[kernel]!);
    const all = tf.concat(kernels, 1);
    return tf.matMul(all, all, false, true);
  });
}

/** Mean of e G eᵀ over the rows e of `errors` [n, I]. */
function weighed(tf: Tensorflow, errors: Tensor, metric: Tensor): Tensor {
  return tf.sum(tf.mul(tf.matMul(errors, metric), errors)).div(errors.shape[0]);
}

/** Loss of a batch x [T, B, I] beside the loss of its mean, and the gradients by name; the caller's. */
function lossOf(
  tf: Tensorflow,
  weights: Readonly<NamedTensors>,
  x: Tensor,
  metric: Tensor,
): { loss: number; spread: number; gradients: NamedTensors } {
  const names = Object.keys(weights);
  const [, batch, width] = x.shape as [number, number, number];
  const rows = tf.reshape(x, [-1, width]);
  const spread = tf.tidy(() => weighed(tf, tf.sub(rows, tf.mean(rows, 0)), metric).dataSync()[0]!);
  const { value, grads } = tf.tidy(() =>
    tf.valueAndGrads((...values: Tensor[]) => {
      const named = Object.fromEntries(names.map((name, i) => [name, values[i]!]));
      const patterns = patternsOf(tf, underPrefix(named, FRONT), x, noPast(tf, width, batch));
      const flat = tf.reshape(patterns, [-1, patterns.shape[2]!]);
      const told = tf.add(tf.matMul(flat, named[`${BACK}/kernel`]!), named[`${BACK}/bias`]!);
      return weighed(tf, tf.sub(told, rows), metric).asScalar();
    })(Object.values(weights)),
  );
  const loss = value.dataSync()[0]!;
  tf.dispose([rows, value]);
  return { loss, spread, gradients: Object.fromEntries(names.map((name, i) => [name, grads[i]!])) };
}

/** The first layer reads patterns as it read the steps that they are made back into. */
function folded(
  tf: Tensorflow,
  spec: AcousticSpec,
  known: Readonly<NamedTensors>,
  fit: Readonly<NamedTensors>,
): Weights {
  const weights = tf.tidy(() =>
    Object.fromEntries(
      firstLayer(spec).flatMap(({ kernel, bias }) => {
        const shift = tf.matMul(fit[`${BACK}/bias`]!.expandDims(0), known[kernel]!).squeeze([0]);
        return [
          [kernel, tf.matMul(fit[`${BACK}/kernel`]!, known[kernel]!)] as [string, Tensor],
          [bias, tf.add(known[bias]!, shift)] as [string, Tensor],
        ];
      }),
    ),
  );
  const arrays = toArrays(weights);
  tf.dispose(weights);
  return arrays;
}

/**
 * Fits convolutions, and the first layer to them.
 * @param weights By name, of which those of the convolutions are taken to start from.
 * @param known Weights of the network that reads the steps themselves, of which the first layer's are taken.
 * @returns Weights of the convolutions, and kernels and biases of the first layer, by name.
 * @throws CancelledError when the signal fires.
 */
export async function fitFront(
  spec: AcousticSpec,
  weights: Readonly<Weights>,
  known: Readonly<Weights>,
  plan: FitPlan,
): Promise<Weights> {
  const tf = await loadTensorflow();
  const old = toTensors(tf, startingWith(known, 'layer0/'));
  const metric = metricOf(tf, spec, old);
  const optimiser = await compileOptimiser(ADAM, {
    ...toTensors(tf, startingWith(weights, `${FRONT}/`)),
    [`${BACK}/kernel`]: tf.zeros([patternCount(spec.inputSize, spec.filters!), spec.inputSize]),
    [`${BACK}/bias`]: tf.zeros([spec.inputSize]),
  });
  try {
    await descend(tf, optimiser, metric, plan);
    const fit = { ...optimiser.weights };
    return { ...toArrays(startingWith(fit, `${FRONT}/`)), ...folded(tf, spec, old, fit) };
  } finally {
    optimiser.close();
    tf.dispose([old, metric]);
  }
}

/** Says how much of the variance of what the first layer adds up the patterns tell. */
async function descend(
  tf: Tensorflow,
  optimiser: Optimiser,
  metric: Tensor,
  plan: FitPlan,
): Promise<void> {
  const { batches, count, signal } = plan;
  let [lost, spread] = [0, 0];
  for (let step = 0; step < count; step++) {
    if (signal.aborted) throw new CancelledError();
    const x = batches.next().value as Tensor;
    const { gradients, ...sums } = lossOf(tf, optimiser.weights, x, metric);
    x.dispose();
    optimiser.step(gradients, RATE * (1 - step / count));
    lost += sums.loss;
    spread += sums.spread;
    if ((step + 1) % SAID_EVERY === 0) {
      const told = (100 * (1 - lost / spread)).toFixed(1);
      plan.onProgress(
        `fitting convolutions: ${step + 1} of ${count} batches, they tell ${told} % of the steps`,
      );
      [lost, spread] = [0, 0];
    }
    // Lets a signal in: a step blocks the event loop.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function startingWith<T>(byName: Readonly<Record<string, T>>, start: string): Record<string, T> {
  return Object.fromEntries(Object.entries(byName).filter(([name]) => name.startsWith(start)));
}

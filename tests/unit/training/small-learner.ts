/**
 * A small acoustic network that learns a small batch, for tests of the learner.
 * @module
 */
import type { AcousticSpec } from '../../../src/acoustic/acoustic-spec';
import type { Random } from '../../../src/base/random';
import type { WeightArray } from '../../../src/bundle/weights-file';
import { STEP_SIZE } from '../../../src/features/definition';
import { layOut, type Batch } from '../../../src/training/batch';
import { initialWeights } from '../../../src/training/initial-weights';
import type { LearnerOptions } from '../../../src/training/learner-options';

/** Three layers, the last one residual. */
export const SPEC: AcousticSpec = {
  kind: 'recurrent',
  cell: 'gru',
  bidirectional: true,
  inputSize: STEP_SIZE,
  units: 5,
  layers: 3,
  residualFrom: 2,
  classes: 4,
};
/**
 * Weights to start from in which the residual layer has a say, too. Biases of convolutions are drawn: where nothing is heard a
 * rectifier behind a bias of 0 would stand on its corner, where differences see half a slope.
 */
export function firstWeights(spec: AcousticSpec, random: Random): Record<string, WeightArray> {
  const weights = initialWeights({ ...spec, residualFrom: spec.layers }, random);
  for (const [name, { data }] of Object.entries(weights)) {
    if (!name.startsWith('front') || !name.endsWith('bias')) continue;
    data.forEach((_, i) => (data[i] = 0.1 * random.normal()));
  }
  return weights;
}
/** Plain AdamW without dropout. */
export const OPTIONS: LearnerOptions = {
  blockSteps: 4,
  dropout: 0,
  beta1: 0.9,
  beta2: 0.99,
  epsilon: 1e-8,
  weightDecay: 0,
  clipNorm: 1e6,
};

/** Two recordings of 7 and 5 steps. */
export function drawnBatch(random: Random): Batch {
  const examples = [7, 5].map((stepCount, i) => ({
    steps: Float32Array.from({ length: stepCount * STEP_SIZE }, () => random.normal()),
    stepCount,
    labels: i === 0 ? Int32Array.of(0, 1, 1) : Int32Array.of(2, 0),
    phones: i === 0 ? Int32Array.of(1, 0) : Int32Array.of(1),
    targets: i === 0 ? Uint8Array.of(2, 1, 1, 1, 0, 0, 2) : Uint8Array.of(2, 2, 1, 2, 2),
  }));
  return layOut(examples, OPTIONS.blockSteps);
}

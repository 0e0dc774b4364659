/**
 * The weights that a training run begins with: random ones, or those of a trained model as far as it has them.
 * @module
 */
import { FRONT, type AcousticSpec } from '../acoustic/acoustic-spec';
import { UserError } from '../base/errors';
import { Random } from '../base/random';
import { loadBundle } from '../bundle/load-bundle';
import type { WeightArray } from '../bundle/weights-file';
import { COEFFICIENTS, MEL_BANDS, STEP_SIZE } from '../features/definition';
import type { FeatureStatistics } from '../features/running-mean';
import { inverseDct } from '../features/stretch';
import { loadTensorflow, type Tensor, type Tensorflow } from '../tensor/backend';
import { layOut } from './batch';
import { fitFront } from './fitted-front';
import { splitLearned } from './fixed-layers';
import { initialWeights } from './initial-weights';
import type { TrainConfig } from './train-config';
import { epochBatches, type TrainingData } from './training-data';

/** About the deviation of log mel powers: what the convolutions read is of about unit size. */
const BAND_DEVIATION = 3;

/** Normalised coefficients → log mel powers around their mean, [40, 40]; the convolutions learn it on. */
function bandsOf({ deviation }: FeatureStatistics): WeightArray {
  const data = inverseDct().map(
    (value, i) => (value * deviation[Math.floor(i / MEL_BANDS)]!) / BAND_DEVIATION,
  );
  return { shape: [COEFFICIENTS, MEL_BANDS], data };
}

/** Batches that convolutions are fitted to. */
const FITTED_BATCHES = 400;

/** What a run learns from, as far as its first weights depend on it. */
type Heard = Pick<TrainingData, 'statistics' | 'recordings' | 'hear'>;

/** The batches of as many epochs as are asked for, as the network would hear them. */
function* batchesToFit(tf: Tensorflow, config: TrainConfig, data: Heard): Generator<Tensor> {
  const random = new Random(config.seed);
  for (let epoch = 0; ; epoch++) {
    for (const recordings of epochBatches(data.recordings, config, epoch)) {
      const { blocks, size } = layOut(data.hear(recordings, random), config.blockSteps);
      yield tf.tidy(() =>
        tf.concat(blocks.map((block) => tf.tensor(block, [config.blockSteps, size, STEP_SIZE]))),
      );
    }
  }
}

/**
 * Random weights, replaced by those of the model to start from where name and shape agree. Where that has no convolutions and
 * the network has, these are fitted to what its first layer reads.
 * @throws UserError if one does not agree that shall stay as it is.
 */
export async function firstWeights(
  spec: AcousticSpec,
  config: TrainConfig,
  data: Heard,
  options: { readonly signal: AbortSignal; onProgress(line: string): void },
): Promise<Record<string, WeightArray>> {
  const weights = initialWeights(spec, new Random(config.seed));
  if (spec.filters !== undefined) weights[`${FRONT}/bands`] = bandsOf(data.statistics);
  if (config.initial === undefined) return weights;
  const initial = await loadBundle(config.initial);
  const taken: typeof weights = {};
  for (const [name, known] of Object.entries(initial.weights)) {
    if (weights[name]?.shape.join() === known.shape.join()) taken[name] = known;
  }
  const { fixed } = splitLearned(spec, config.fixedLayers ?? 0, weights);
  const missing = Object.keys(fixed).find((name) => !(name in taken));
  if (missing !== undefined) {
    throw new UserError(
      `Model ${config.initial} has no ${missing} of this size, which fixedLayers keeps`,
      'give fixedLayers, units and cell that fit it, or leave fixedLayers out',
    );
  }
  if (!isFitted(spec, initial.spec)) return { ...weights, ...taken };
  const batches = batchesToFit(await loadTensorflow(), config, data);
  const plan = { ...options, batches, count: FITTED_BATCHES };
  return { ...weights, ...taken, ...(await fitFront(spec, weights, initial.weights, plan)) };
}

/** Whether a network begins with the layers of one without convolutions. */
function isFitted(spec: AcousticSpec, initial: AcousticSpec): boolean {
  const alike = (['cell', 'bidirectional', 'units', 'inputSize'] as const).every(
    (name) => spec[name] === initial[name],
  );
  return alike && spec.filters !== undefined && initial.filters === undefined;
}

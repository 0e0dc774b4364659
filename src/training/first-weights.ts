/**
 * The weights that a training run begins with: random ones, or those of a trained model as far as it has them.
 * @module
 */
import { FRONT, type AcousticSpec } from '../acoustic/acoustic-spec';
import { UserError } from '../base/errors';
import { Random } from '../base/random';
import { loadBundle } from '../bundle/load-bundle';
import type { WeightArray } from '../bundle/weights-file';
import { COEFFICIENTS, MEL_BANDS } from '../features/definition';
import type { FeatureStatistics } from '../features/running-mean';
import { inverseDct } from '../features/stretch';
import { splitLearned } from './fixed-layers';
import { initialWeights } from './initial-weights';
import type { TrainConfig } from './train-config';

/** About the deviation of log mel powers: what the convolutions read is of about unit size. */
const BAND_DEVIATION = 3;

/** Normalised coefficients → log mel powers around their mean, [40, 40]; the convolutions learn it on. */
function bandsOf({ deviation }: FeatureStatistics): WeightArray {
  const data = inverseDct().map(
    (value, i) => (value * deviation[Math.floor(i / MEL_BANDS)]!) / BAND_DEVIATION,
  );
  return { shape: [COEFFICIENTS, MEL_BANDS], data };
}

/**
 * Random weights, replaced by those of the model to start from where name and shape agree.
 * @throws UserError if one does not agree that shall stay as it is.
 */
export async function firstWeights(
  spec: AcousticSpec,
  config: Pick<TrainConfig, 'seed' | 'initial' | 'fixedLayers'>,
  statistics: FeatureStatistics,
): Promise<Record<string, WeightArray>> {
  const weights = initialWeights(spec, new Random(config.seed));
  if (spec.filters !== undefined) weights[`${FRONT}/bands`] = bandsOf(statistics);
  if (config.initial === undefined) return weights;
  const taken: typeof weights = {};
  for (const [name, known] of Object.entries((await loadBundle(config.initial)).weights)) {
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
  return { ...weights, ...taken };
}

/**
 * The data of a run: manifests read, features extracted or taken from the cache, made examples.
 * @module
 */
import { Random } from '../base/random';
import type { FeatureStatistics } from '../features/running-mean';
import type { Tensorflow } from '../tensor/backend';
import { dealBatches, type Example } from './batch';
import { featureStatistics, makeExamples, repeatCorpora, type DatasetReport } from './dataset';
import { cachedFeatures, type CachedRow, type ExtractionOptions } from './feature-cache';
import { readManifest } from './manifest';
import type { TrainConfig } from './train-config';

/** Everything that a run reads. */
export interface TrainingData {
  readonly statistics: FeatureStatistics;
  readonly examples: readonly Example[];
  /** The part of the development recordings that is scored during the run. */
  readonly development: readonly Example[];
  readonly report: { readonly train: DatasetReport; readonly development: DatasetReport };
}

async function readRows(
  tf: Tensorflow,
  manifests: readonly string[],
  options: ExtractionOptions,
): Promise<CachedRow[]> {
  const rows: CachedRow[] = [];
  for (const file of manifests) {
    rows.push(...(await cachedFeatures(tf, await readManifest(file), options)));
  }
  return rows;
}

/** Reads the data that `config` names. */
export async function readTrainingData(
  tf: Tensorflow,
  config: TrainConfig,
  options: Omit<ExtractionOptions, 'folder'>,
): Promise<TrainingData> {
  const extraction = { ...options, folder: config.cacheFolder };
  const trainRows = await readRows(tf, config.train, extraction);
  const statistics = featureStatistics(trainRows);
  const train = makeExamples(trainRows, statistics, config.longestSeconds);
  const devRows = await readRows(tf, config.dev, extraction);
  const dev = makeExamples(devRows, statistics, config.longestSeconds);
  const shuffled = new Random(config.seed).shuffle([...dev.examples]);
  return {
    statistics,
    examples: repeatCorpora(train.examples, config.repeats),
    development: shuffled.slice(0, config.evaluateUtterances),
    report: { train: train.report, development: dev.report },
  };
}

/** The batches of one epoch in their order: depends on nothing but config and epoch, so a resumed run agrees. */
export function epochBatches(
  examples: readonly Example[],
  config: TrainConfig,
  epoch: number,
): Example[][] {
  return dealBatches(examples, config, new Random(config.seed + 1 + epoch), epoch === 0);
}

/**
 * The end of a training run: the model folder, with the config and the log that made it.
 * @module
 */
import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { AcousticSpec } from '../acoustic/acoustic-spec';
import type { WeightArray } from '../bundle/weights-file';
import { writeBundle } from '../bundle/write-bundle';
import type { FeatureStatistics } from '../features/running-mean';
import type { PhoneTrigram } from '../language/phone-trigram';
import { LETTERS } from '../text/alphabet';
import type { TrainConfig } from './train-config';

/** What a run made. */
export interface TrainedNetwork {
  readonly spec: AcousticSpec;
  readonly statistics: FeatureStatistics;
  readonly weights: Readonly<Record<string, WeightArray>>;
  /** That its phones were learned with, if any. */
  readonly trigram?: PhoneTrigram;
}

/** Writes `bundleFolder`, and config and log of the run into its folder `training`. */
export async function writeTrained(
  config: Pick<TrainConfig, 'name' | 'licence' | 'credit' | 'bundleFolder' | 'runFolder'>,
  configFile: string,
  { spec, statistics, weights, trigram }: TrainedNetwork,
): Promise<void> {
  const manifest = {
    name: config.name,
    language: 'en',
    created: new Date().toISOString(),
    licence: config.licence,
    credit: config.credit,
    network: spec,
    units: LETTERS,
    featureMean: Array.from(statistics.mean),
    featureDeviation: Array.from(statistics.deviation),
  };
  await writeBundle(config.bundleFolder, manifest, weights, 'F16', trigram);
  const kept = path.join(config.bundleFolder, 'training');
  await mkdir(kept, { recursive: true });
  await copyFile(configFile, path.join(kept, 'config.json'));
  await copyFile(path.join(config.runFolder, 'log.txt'), path.join(kept, 'log.txt'));
}

/**
 * The data of a run: manifests read, features extracted or taken from the cache, made recordings and examples.
 * @module
 */
import { readAudioFile } from '../audio/decode-file';
import { UserError } from '../base/errors';
import { Random } from '../base/random';
import { loadBundle } from '../bundle/load-bundle';
import { BatchMfcc } from '../features/batch-mfcc';
import { FRAMES_PER_STEP, STEP_SIZE } from '../features/definition';
import type { FeatureStatistics } from '../features/running-mean';
import type { Tensorflow } from '../tensor/backend';
import { alignPhones } from './align-phones';
import { alignWords } from './align-words';
import { drawSpeed, mask, vary, type AugmentOptions, type Surroundings } from './augment';
import { dealBatches, stepsNeeded, type Example } from './batch';
import {
  featureStatistics,
  limitRepeats,
  makeRecordings,
  repeatCorpora,
  thinCorpora,
  type DatasetReport,
  type Recording,
} from './dataset';
import { cutExcerpts } from './excerpts';
import { cachedFeatures, type CachedRow, type ExtractionOptions } from './feature-cache';
import { readLeftOut } from './left-out';
import { readManifest } from './manifest';
import { MelFrontEnd, toLogMel } from './mel-front-end';
import { openPhoneLabels } from './phone-labels';
import { cutEpoch } from './pieces';
import { readRooms } from './room';
import { makeSilentRecordings } from './silent-recordings';
import { alignSteps, atSpeed } from './step-targets';
import type { TrainConfig } from './train-config';

/** Everything that a run reads. */
export interface TrainingData {
  readonly statistics: FeatureStatistics;
  readonly recordings: readonly Recording[];
  /**
   * Recordings as the network hears them this time: varied anew by every call. With `consistency` each twice, at one speed:
   * all of them, and in the same order all again.
   */
  hear(recordings: readonly Recording[], random: Random): Example[];
  /** The part of the development recordings that is scored during the run. */
  readonly development: readonly Example[];
  readonly report: {
    /** `leftOut`: recordings that a list of `leaveOut` names. */
    readonly train: DatasetReport & { readonly leftOut: number };
    readonly development: DatasetReport;
  };
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

async function readNoises(tf: Tensorflow, files: readonly string[]): Promise<Float32Array[]> {
  const mfcc = new BatchMfcc(tf);
  const noises: Float32Array[] = [];
  for (const file of files) {
    const { data } = mfcc.extract(await readAudioFile(file));
    toLogMel(tf, data);
    noises.push(data);
  }
  mfcc.close();
  return noises;
}

async function readSurroundings(tf: Tensorflow, config: TrainConfig): Promise<Surroundings> {
  if (config.augmentation === undefined) return { noises: [], rooms: [] };
  const noises = await readNoises(tf, config.noise);
  return { noises, rooms: await readRooms(config.rooms ?? []) };
}

/** @param speed At which the recording is heard; > 1 is faster. */
function exampleOf(
  { labels, phones, targets, silent }: Recording,
  steps: Float32Array,
  speed = 1,
): Example {
  const stepCount = steps.length / STEP_SIZE;
  return {
    ...{ steps, stepCount, labels, phones },
    ...(targets && { targets: atSpeed(targets, speed, stepCount) }),
    ...(silent && { silent }),
  };
}

/** Hears recordings varied by `augmentation`, anew each time. */
function variedHearing(
  { consistency }: TrainConfig,
  augmentation: AugmentOptions,
  frontEnd: MelFrontEnd,
  surroundings: Surroundings,
): TrainingData['hear'] {
  return (recordings, random) => {
    const atSpeeds = recordings.map((recording) => {
      const needed = Math.max(stepsNeeded(recording.labels), stepsNeeded(recording.phones));
      const fewest = needed * FRAMES_PER_STEP;
      return { recording, speed: drawSpeed(recording.mel, fewest, augmentation, random) };
    });
    const hearings = consistency === undefined ? atSpeeds : [...atSpeeds, ...atSpeeds];
    const heard = hearings.map(({ recording, speed }) =>
      vary(recording.mel, speed, surroundings, augmentation, random),
    );
    const steps = frontEnd.steps(heard, (centred) => {
      mask(centred, augmentation, random);
    });
    return hearings.map(({ recording }, i) =>
      exampleOf(recording, steps[i]!, recording.mel.length / heard[i]!.length),
    );
  };
}

/** Reads the data that `config` names. */
export async function readTrainingData(
  tf: Tensorflow,
  config: TrainConfig,
  options: Omit<ExtractionOptions, 'folder'>,
): Promise<TrainingData> {
  const extraction = { ...options, folder: config.cacheFolder };
  const { lexicon, pronunciation } = config;
  const phonesOf =
    lexicon === undefined ? undefined : await openPhoneLabels(lexicon, pronunciation);
  const leaveOut = await readLeftOut(config.leaveOut ?? []);
  const allRows = await readRows(tf, config.train, extraction);
  // Behind the cache, which knows whole manifests.
  const trainRows = allRows.filter(({ file }) => !leaveOut.has(file));
  const leftOut = allRows.length - trainRows.length;
  if (leaveOut.size > 0 && leftOut === 0) {
    options.onProgress(
      `leaveOut names ${leaveOut.size} recordings, none of them in the manifests: their paths count from the list's folder`,
    );
  }
  const initial = config.initial === undefined ? undefined : await loadBundle(config.initial);
  const statistics = initial?.statistics ?? featureStatistics(trainRows);
  const train = makeRecordings(tf, trainRows, config.longestSeconds, phonesOf);
  const devRows = await readRows(tf, config.dev, extraction);
  const dev = makeRecordings(tf, devRows, config.longestSeconds, phonesOf);
  const frontEnd = new MelFrontEnd(tf, statistics);
  const surroundings = await readSurroundings(tf, config);
  const asHeard = (recordings: readonly Recording[]): Example[] => {
    const steps = frontEnd.steps(recordings.map(({ mel }) => mel));
    return recordings.map((recording, i) => exampleOf(recording, steps[i]!));
  };
  let timed = train.recordings;
  const byStep = config.phoneLoss === 'frames' || config.frameWeight !== undefined;
  if ((config.pieces || byStep) && initial && phonesOf) {
    const times = await alignPhones(timed, initial, asHeard, extraction);
    if (config.pieces) timed = alignWords(timed, times, phonesOf);
    if (byStep) timed = alignSteps(timed, times);
  }
  const shuffled = new Random(config.seed).shuffle([...dev.recordings]);
  return {
    statistics,
    recordings: [
      ...repeatCorpora(timed, config.repeats),
      ...makeSilentRecordings(tf, config.silentMinutes ?? 0, new Random(config.seed)),
    ],
    hear: config.augmentation
      ? variedHearing(config, config.augmentation, frontEnd, surroundings)
      : asHeard,
    development: asHeard(shuffled.slice(0, config.evaluateUtterances)),
    report: { train: { ...train.report, leftOut }, development: dev.report },
  };
}

/**
 * The batches of one epoch in their order: depends on nothing but config and epoch, so a resumed run agrees.
 * @throws UserError where there are fewer recordings than a batch holds.
 */
export function epochBatches(
  recordings: readonly Recording[],
  config: TrainConfig,
  epoch: number,
): Recording[][] {
  const sorted = epoch === 0 && config.initial === undefined;
  const random = new Random(config.seed + 1 + epoch);
  const { mostRepeats, repeats, pieces, excerpts } = config;
  const taken = thinCorpora(recordings, repeats, random);
  const heard = mostRepeats === undefined ? taken : limitRepeats(taken, mostRepeats, random);
  const whole = pieces ? cutEpoch(heard, pieces, random) : heard;
  const cut = excerpts ? cutExcerpts(whole, excerpts, random) : whole;
  const batches = dealBatches(cut, config, random, sorted);
  if (batches.length === 0) {
    throw new UserError(
      `${cut.length} recordings do not fill a batch`,
      'give more recordings, or make batchSize and shortBatchSize smaller',
    );
  }
  return batches;
}

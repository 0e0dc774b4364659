/**
 * Checks of the fields of a training configuration.
 * @module
 */
import { parseRateSchedule } from '../recurrent/rate-schedule';
import type { PhoneLoss } from './output-layers';

/** Numbers that are counts. */
const WHOLE: readonly string[] = [
  ...[
    'seed',
    'layers',
    'units',
    'filters',
    'residualFrom',
    'phonesAfter',
    'fixedLayers',
    'batchSize',
    'shortBatchSize',
    'shortSteps',
  ],
  ...['blockSteps', 'warmUpSteps', 'totalSteps', 'checkpointEverySteps', 'evaluateEverySteps'],
  ...['evaluateUtterances', 'truncatedBlocks', 'watchEverySteps'],
];
const OPTIMISERS: readonly unknown[] = ['adamw', 'sgd'];
const PHONE_LOSSES: readonly unknown[] = ['ctc', 'crf', 'frames'] satisfies PhoneLoss[];

/** What stands in a config file. */
export type Fields = Record<string, unknown>;

/** @throws RangeError naming the field that is no number within its limits, or no whole one where it counts. */
export function checkNumbers(
  fields: Fields,
  limits: Readonly<Record<string, readonly [number, number]>>,
): void {
  for (const [key, [low, high]] of Object.entries(limits)) {
    const value = fields[key];
    if (typeof value !== 'number' || !(value >= low && value <= high)) {
      throw new RangeError(`${key} must be a number from ${low} to ${high}`);
    }
    if (WHOLE.includes(key) && !Number.isInteger(value)) {
      throw new RangeError(`${key} must be a whole number`);
    }
  }
}

/** How it descends: optimiser, schedule, and how far back. @throws RangeError naming what does not fit. */
export function checkDescent(fields: Fields): void {
  const { optimiser, nesterov, schedule, chunks, chunkedShare, truncatedBlocks } = fields;
  if (optimiser !== undefined && !OPTIMISERS.includes(optimiser)) {
    throw new RangeError(`optimiser must be one of ${OPTIMISERS.join(', ')}`);
  }
  const momentum = Number(fields['momentum'] ?? 0);
  if (optimiser !== 'sgd' && (momentum > 0 || nesterov !== undefined)) {
    throw new RangeError('momentum and nesterov need optimiser sgd');
  }
  if (nesterov !== undefined && typeof nesterov !== 'boolean') {
    throw new RangeError('nesterov must be true or false');
  }
  if (nesterov === true && !(momentum > 0)) throw new RangeError('nesterov needs a momentum');
  if (schedule !== undefined) parseRateSchedule(schedule);
  if (chunks === undefined) {
    if (chunkedShare !== undefined) throw new RangeError('chunkedShare needs chunks');
    return;
  }
  if (truncatedBlocks !== undefined) {
    throw new RangeError('truncatedBlocks does not go with chunks: leave one of them out');
  }
  const sizes = (typeof chunks === 'object' && chunks !== null ? chunks : {}) as Fields;
  const { chunk, context, contextSteps = 0 } = sizes;
  checkNumbers(sizes, { chunk: [1, 10000], context: [0, 10000] });
  checkNumbers({ contextSteps }, { contextSteps: [0, 100000] });
  if (![chunk, context, contextSteps].every(Number.isInteger)) {
    throw new RangeError('chunks must give chunk and context as whole numbers of blocks');
  }
}

/** Whether it is a list of texts. */
export function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((v) => typeof v === 'string');
}

/** How recordings are varied. @throws RangeError naming the field that does not fit. */
export function checkAugmentation(value: unknown): void {
  const fields = (typeof value === 'object' && value !== null ? value : {}) as Fields;
  checkNumbers(fields, {
    speed: [0, 0.5],
    warp: [0, 0.5],
    gainDb: [0, 60],
    noiseShare: [0, 1],
    roomShare: [0, 1],
    narrowShare: [0, 1],
    ...(fields['codecShare'] !== undefined && { codecShare: [0, 1] as const }),
  });
  checkNumbers((fields['snrDb'] ?? {}) as Fields, { 0: [-20, 60], 1: [-20, 60] });
  checkNumbers((fields['timeMasks'] ?? {}) as Fields, {
    count: [0, 100],
    maxFrames: [0, 3000],
    maxShare: [0, 1],
  });
  checkNumbers((fields['bandMasks'] ?? {}) as Fields, { count: [0, 100], maxBands: [0, 40] });
}

/** How recordings are heard twice. @throws RangeError naming what does not fit. */
export function checkConsistency({ consistency, augmentation, phoneLoss }: Fields): void {
  if (consistency === undefined) return;
  if (augmentation === undefined) {
    throw new RangeError('consistency needs augmentation, which makes the two hearings differ');
  }
  if (phoneLoss === 'frames') {
    throw new RangeError('consistency does not go with phoneLoss frames: leave one of them out');
  }
}

/** What stays as it is. @throws RangeError naming what does not fit. */
export function checkFixedLayers({ fixedLayers, initial }: Fields): void {
  if (fixedLayers !== undefined && initial === undefined) {
    throw new RangeError('fixedLayers needs initial, which has the layers that stay');
  }
}

/** How recordings are cut. @throws RangeError naming what does not fit. */
export function checkPieces({ pieces, initial, lexicon }: Fields): void {
  const fields = (typeof pieces === 'object' && pieces !== null ? pieces : {}) as Fields;
  checkNumbers(fields, { share: [0, 1] });
  const seconds = (fields['seconds'] ?? {}) as Fields;
  checkNumbers(seconds, { 0: [0.3, 60], 1: [0.3, 60] });
  if (initial === undefined || lexicon === undefined) {
    throw new RangeError('pieces needs initial and lexicon, which find the pauses');
  }
}

/** How phones are learned, and from what excerpts. @throws RangeError naming what does not fit. */
export function checkPhoneLoss(given: Fields): void {
  const { phoneLoss, frameWeight, excerpts, pieces, characterWeight, initial, lexicon } = given;
  if (!PHONE_LOSSES.includes(phoneLoss)) {
    throw new RangeError(`phoneLoss must be one of ${PHONE_LOSSES.join(', ')}`);
  }
  if (phoneLoss === 'frames' && frameWeight !== undefined) {
    throw new RangeError('frameWeight needs phoneLoss ctc or crf, beside which it counts');
  }
  const byStep = frameWeight === undefined ? 'phoneLoss frames' : 'frameWeight';
  const asksTimes = phoneLoss === 'frames' || frameWeight !== undefined;
  if (asksTimes && (initial === undefined || lexicon === undefined)) {
    throw new RangeError(`${byStep} needs initial and lexicon, which say what is heard when`);
  }
  if (excerpts === undefined) return;
  if (phoneLoss !== 'frames') throw new RangeError('excerpts needs phoneLoss frames');
  if (pieces !== undefined) {
    throw new RangeError('excerpts does not go with pieces: leave one of them out');
  }
  if (characterWeight !== 0) {
    throw new RangeError(
      'excerpts needs characterWeight 0, as a cut through a word leaves no letters',
    );
  }
  const fields = (typeof excerpts === 'object' && excerpts !== null ? excerpts : {}) as Fields;
  const seconds = (fields['seconds'] ?? {}) as Fields;
  checkNumbers(seconds, { 0: [0.3, 60], 1: [0.3, 60] });
  if (Number(seconds[0]) > Number(seconds[1])) {
    throw new RangeError('excerpts must give the least of its seconds first');
  }
}

/**
 * The configuration of a training run: what `skald train --config` reads.
 * @module
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError, messageOf } from '../base/errors';
import type { CellName } from '../recurrent/cell';
import { CELLS } from '../recurrent/cells';
import type { RateSchedule } from '../recurrent/rate-schedule';
import type { ProductType } from '../tensor/graph-builder';
import type { AugmentOptions } from './augment';
import {
  checkAugmentation,
  checkConsistency,
  checkDescent,
  checkFixedLayers,
  checkNumbers,
  checkPhoneLoss,
  checkPieces,
  isTexts,
  type Fields,
} from './config-checks';
import type { ExcerptPlan } from './excerpts';
import type { WalkChunks } from './layer-walk';
import type { PhoneLoss } from './output-layers';
import type { PiecePlan } from './pieces';

/** Everything that decides a run; the same config, seed and data give the same weights. */
export interface TrainConfig {
  readonly name: string;
  readonly seed: number;
  /** Absolute paths of manifests. */
  readonly train: readonly string[];
  readonly dev: readonly string[];
  /** Corpora whose rows are taken several times, in part (0.5) or not at all (0) an epoch. */
  readonly repeats: Readonly<Record<string, number>>;
  readonly cell: CellName;
  /** Both directions, or the forward one alone. */
  readonly bidirectional: boolean;
  readonly layers: number;
  readonly units: number;
  /** Filters of each of two convolutions, whose patterns the first layer reads; the steps themselves without it. */
  readonly filters?: number;
  /** Layers from this one on (the first is 0) add their input to their output; none without it. */
  readonly residualFrom?: number;
  /** Phones are read after so many layers, and the layers above are the characters' own; after all without it. */
  readonly phonesAfter?: number;
  /** So many layers at the bottom stay as `initial` has them, and so do outputs that read them; all learn without it. */
  readonly fixedLayers?: number;
  readonly dropout: number;
  readonly batchSize: number;
  readonly shortBatchSize: number;
  readonly shortSteps: number;
  readonly blockSteps: number;
  readonly longestSeconds: number;
  readonly rate: number;
  readonly warmUpSteps: number;
  /** Learning rates as data; `rate`, `warmUpSteps` and `decayShare` then say nothing and may be left out. */
  readonly schedule?: RateSchedule;
  /** Share of all steps, at the end, over which the rate falls to zero. */
  readonly decayShare: number;
  readonly totalSteps: number;
  /** The bundle gets the mean of the weights over this last share of the steps; the last weights without it. */
  readonly averagedShare?: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
  readonly clipNorm: number;
  /** AdamW where nothing is said; with SGD `beta1`, `beta2`, `epsilon` and `weightDecay` may be left out. */
  readonly optimiser?: 'adamw' | 'sgd';
  /** Of SGD; 0 where nothing is said. */
  readonly momentum?: number;
  /** Of SGD: Nesterov's rule. */
  readonly nesterov?: boolean;
  /** Each value of a gradient is kept within ± this; no limit without it. */
  readonly clipValue?: number;
  /** Penalties in the loss, on matrices only: l1 · Σ|w| and l2 / 2 · Σw². */
  readonly l1?: number;
  readonly l2?: number;
  /** The latency-controlled form, in blocks; over whole utterances without it. */
  readonly chunks?: WalkChunks;
  /** With chunks: the share of the batches that are heard so, the others as whole utterances; all without it. */
  readonly chunkedShare?: number;
  /** Truncated backpropagation: the gradient stops at every border of so many blocks. */
  readonly truncatedBlocks?: number;
  /** Gradients at every step of time and activations are kept every so many steps; 50 where nothing is said. */
  readonly watchEverySteps?: number;
  /** How recordings are varied; not at all without it. */
  readonly augmentation?: AugmentOptions;
  /** Recordings of noise that are mixed in. */
  readonly noise: readonly string[];
  /** Impulse responses of rooms and devices; half of what stands in a room is heard through one of them. */
  readonly rooms?: readonly string[];
  /** Long recordings are cut at pauses, anew in every epoch; `initial` and `lexicon` find them. Whole without it. */
  readonly pieces?: PiecePlan;
  /** With `frames`: recordings are cut anywhere, anew in every epoch, and characters are not learned. Whole without it. */
  readonly excerpts?: ExcerptPlan;
  /** Lists of recordings that are not learned from; see `skald model score`. */
  readonly leaveOut?: readonly string[];
  /** How many recordings of the same text an epoch hears at most, others in other epochs; all without it. */
  readonly mostRepeats?: number;
  /** Minutes of made noise an epoch in which the network learns to say nothing; none without it. */
  readonly silentMinutes?: number;
  /** A lexicon in CMUdict's format: with it the network learns phones beside characters. */
  readonly lexicon?: string;
  /** A pronunciation network, for the words that the lexicon lacks. */
  readonly pronunciation?: string;
  /**
   * How phones are learned: `ctc`, `crf`: by CTC-CRF with a trigram of the training phones, or `frames`: step by step, as
   * `initial` aligns them.
   */
  readonly phoneLoss: PhoneLoss;
  /**
   * Beside `ctc` or `crf` so much counts the cross entropy of every step's own phone, as `initial` aligns them. Not without it.
   */
  readonly frameWeight?: number;
  /**
   * Every recording of a batch is heard twice, varied in two ways, and so much counts what the two hearings say differently
   * (0.2 in the paper); the batch sizes count recordings. Heard once without it.
   */
  readonly consistency?: number;
  /** How much the loss of the characters counts beside that of the phones. */
  readonly characterWeight: number;
  /** A model folder to start from: its weights, where they fit, and its feature statistics. Random weights without it. */
  readonly initial?: string;
  /** Element type of the recurrent layers' products; `fastest` measures at the start. */
  readonly products: ProductType | 'fastest';
  readonly checkpointEverySteps: number;
  readonly evaluateEverySteps: number;
  readonly evaluateUtterances: number;
  /** Folder for checkpoints and log. */
  readonly runFolder: string;
  /** Folder that the bundle is written to at the end. */
  readonly bundleFolder: string;
  /** Folder for cached features. */
  readonly cacheFolder: string;
  readonly licence: string;
  readonly credit: readonly string[];
}

const NUMBERS = {
  seed: [0, 2 ** 31],
  layers: [1, 32],
  units: [1, 4096],
  dropout: [0, 0.9],
  batchSize: [1, 512],
  shortBatchSize: [1, 512],
  shortSteps: [0, 10000],
  blockSteps: [2, 512],
  longestSeconds: [0.1, 60],
  rate: [0, 1],
  warmUpSteps: [0, 1e6],
  decayShare: [0, 1],
  totalSteps: [1, 1e8],
  beta1: [0, 0.9999],
  beta2: [0, 0.99999],
  epsilon: [1e-12, 1],
  weightDecay: [0, 1],
  clipNorm: [1e-6, 1e6],
  characterWeight: [0, 100],
  checkpointEverySteps: [1, 1e8],
  evaluateEverySteps: [1, 1e8],
  evaluateUtterances: [1, 1e6],
} as const satisfies Partial<Record<keyof TrainConfig, readonly [number, number]>>;

const PATH_LISTS = ['train', 'dev'] as const;
const PATHS = ['runFolder', 'bundleFolder', 'cacheFolder'] as const;
/** Numbers that may be left out. */
const OPTIONAL_NUMBERS = {
  filters: [1, 256],
  residualFrom: [1, 32],
  phonesAfter: [1, 32],
  fixedLayers: [1, 31],
  chunkedShare: [0, 1],
  averagedShare: [0, 1],
  frameWeight: [0, 10],
  consistency: [0, 10],
  mostRepeats: [1, 1e6],
  silentMinutes: [0, 1000],
  momentum: [0, 0.9999],
  clipValue: [1e-9, 1e6],
  l1: [0, 1],
  l2: [0, 1],
  truncatedBlocks: [1, 10000],
  watchEverySteps: [1, 1e8],
} as const satisfies Partial<Record<keyof TrainConfig, readonly [number, number]>>;
/** What stands for numbers that say nothing beside another field: those of the rate beside a schedule, … */
const UNUSED_RATE = { rate: 0, warmUpSteps: 0, decayShare: 0 } as const;
/** … and those of AdamW beside SGD. */
const UNUSED_ADAMW = { beta1: 0, beta2: 0, epsilon: 1, weightDecay: 0 } as const;
/** Lists of files that may be left out. */
const OPTIONAL_LISTS = ['rooms', 'leaveOut'] as const;
/** Paths that may be left out. */
const OPTIONAL_PATHS = ['lexicon', 'pronunciation', 'initial'] as const;
const PRODUCTS: readonly unknown[] = ['float32', 'bfloat16', 'fastest'];
const TEXTS = ['name', 'licence'] as const;
const OTHERS = [
  ...(['repeats', 'augmentation', 'noise', 'products', 'phoneLoss', 'credit', 'cell'] as const),
  ...(['bidirectional', 'optimiser', 'nesterov', 'schedule', 'chunks', 'pieces'] as const),
  ...(['excerpts', '$schema'] as const),
] as const;

/** Fields that name a file or folder. */
export const PATH_FIELDS: readonly string[] = [...PATHS, ...OPTIONAL_PATHS];
/** Fields that list files. */
export const PATH_LIST_FIELDS: readonly string[] = [...PATH_LISTS, 'noise', ...OPTIONAL_LISTS];

/** Every field that a config may have. */
export const CONFIG_FIELDS: readonly string[] = [
  ...Object.keys(NUMBERS),
  ...Object.keys(OPTIONAL_NUMBERS),
  ...PATH_LISTS,
  ...PATHS,
  ...OPTIONAL_PATHS,
  ...OPTIONAL_LISTS,
  ...TEXTS,
  ...OTHERS,
];

function parse(given: Fields, folder: string): TrainConfig {
  for (const key of Object.keys(given)) {
    if (!CONFIG_FIELDS.includes(key)) throw new RangeError(`${key} is not a known field`);
  }
  const fields: Fields = {
    ...(given['schedule'] !== undefined && UNUSED_RATE),
    ...(given['optimiser'] === 'sgd' && UNUSED_ADAMW),
    ...given,
  };
  if (given['$schema'] !== undefined && typeof given['$schema'] !== 'string') {
    throw new RangeError('$schema must be a path');
  }
  delete fields['$schema'];
  checkNumbers(fields, NUMBERS);
  const optional = Object.entries(OPTIONAL_NUMBERS).filter(([key]) => fields[key] !== undefined);
  checkNumbers(fields, Object.fromEntries(optional));
  checkDescent(fields);
  const resolved: Fields = { ...fields };
  for (const key of TEXTS) {
    if (typeof fields[key] !== 'string') throw new RangeError(`${key} must be a text`);
  }
  for (const key of [...PATHS, ...OPTIONAL_PATHS.filter((k) => fields[k] !== undefined)]) {
    const value = fields[key];
    if (typeof value !== 'string') throw new RangeError(`${key} must be a path`);
    resolved[key] = path.resolve(folder, value);
  }
  for (const key of PATH_LISTS) {
    const value = fields[key];
    if (!isTexts(value) || value.length === 0) throw new RangeError(`${key} must list manifests`);
    resolved[key] = value.map((file) => path.resolve(folder, file));
  }
  if (!isTexts(fields['credit'])) throw new RangeError('credit must be a list of texts');
  const { cell, bidirectional } = fields;
  if (typeof cell !== 'string' || !Object.hasOwn(CELLS, cell)) {
    throw new RangeError(`cell must be one of ${Object.keys(CELLS).join(', ')}`);
  }
  if (typeof bidirectional !== 'boolean') {
    throw new RangeError('bidirectional must be true or false');
  }
  if (!PRODUCTS.includes(fields['products'])) {
    throw new RangeError(`products must be one of ${PRODUCTS.join(', ')}`);
  }
  checkPhoneLoss(fields);
  for (const key of ['noise', ...OPTIONAL_LISTS.filter((k) => fields[k] !== undefined)]) {
    const value = fields[key];
    if (!isTexts(value)) throw new RangeError(`${key} must be a list of files`);
    resolved[key] = value.map((file) => path.resolve(folder, file));
  }
  if (fields['augmentation'] !== undefined) checkAugmentation(fields['augmentation']);
  checkConsistency(fields);
  checkFixedLayers(fields);
  if (fields['pieces'] !== undefined) checkPieces(fields);
  const repeats = fields['repeats'] as Fields | undefined;
  if (typeof repeats !== 'object' || Array.isArray(repeats)) {
    throw new RangeError('repeats must give a number for a corpus');
  }
  checkNumbers(repeats, Object.fromEntries(Object.keys(repeats).map((key) => [key, [0, 100]])));
  return resolved as unknown as TrainConfig;
}

/**
 * Reads a config; its paths are relative to its own folder.
 * @throws UserError naming the field that does not fit.
 */
export async function readTrainConfig(file: string): Promise<TrainConfig> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    throw new UserError(`Cannot read config ${file}`, 'check the path given to --config');
  }
  try {
    const fields: unknown = JSON.parse(text);
    if (typeof fields !== 'object' || fields === null) throw new RangeError('it must be an object');
    return parse(fields as Fields, path.dirname(path.resolve(file)));
  } catch (error) {
    throw new UserError(`Config ${file} does not fit: ${messageOf(error)}`, 'mend that field');
  }
}

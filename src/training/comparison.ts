/**
 * A comparison of networks: variants of one training config, each trained on the same recordings in the same order for the
 * same steps, then measured alike. What is done is kept, so that a comparison that was stopped goes on.
 * @module
 */
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parameterCount } from '../acoustic/acoustic-spec';
import { openAcousticNetwork } from '../acoustic/open-network';
import { UserError, messageOf } from '../base/errors';
import { matrix } from '../base/matrix';
import { Random } from '../base/random';
import { loadBundle, type Bundle } from '../bundle/load-bundle';
import { STEP_SECONDS, STEP_SIZE } from '../features/definition';
import { readHistory } from './run-history';
import { train } from './train';
import { PATH_FIELDS, PATH_LIST_FIELDS } from './train-config';
import { writeWhole } from './write-whole';

/** A comparison as its file says it; paths are absolute. */
export interface Comparison {
  /** Where runs, models and results are kept. */
  readonly folder: string;
  /** Fields of a training config that all variants share; paths in them are absolute. */
  readonly base: Readonly<Record<string, unknown>>;
  readonly variants: readonly Variant[];
}

/** One network of a comparison. */
export interface Variant {
  readonly name: string;
  /** Fields of the config that are its own. */
  readonly change: Readonly<Record<string, unknown>>;
}

/** What a variant came to. */
export interface VariantResult {
  readonly name: string;
  /** Errors on the development recordings by output, as shares. */
  readonly errors: Readonly<Record<string, number>>;
  readonly parameters: number;
  /** Processor seconds for each second of audio, one utterance at a time: median of several runs. */
  readonly realTimeFactor: number;
  readonly steps: number;
  /** Hours of audio heard in training. */
  readonly hours: number;
  /** Hours of processor time that its steps took, varying the recordings included. */
  readonly processorHours: number;
}

/** Utterance whose real-time factor is measured, and how often; the first run warms up. */
const MEASURED_STEPS = 333;
const MEASURED_RUNS = 9;

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Reads a comparison; its paths are relative to its own folder.
 * @throws UserError if it cannot be read or does not fit.
 */
export async function readComparison(file: string): Promise<Comparison> {
  const refuse = (what: string): never => {
    throw new UserError(`Comparison ${file} does not fit: ${what}`, 'mend that field');
  };
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new UserError(
      `Cannot read comparison ${file} (${messageOf(error)})`,
      'check the path given to --compare',
    );
  }
  if (!isFields(value)) return refuse('it must be an object');
  const { folder, base, variants } = value;
  if (typeof folder !== 'string') return refuse('folder must be a path');
  if (!isFields(base)) return refuse('base must be an object');
  if (!Array.isArray(variants) || variants.length === 0) return refuse('variants must be a list');
  const own = path.dirname(path.resolve(file));
  const absolute = (name: string, field: unknown): unknown => {
    if (PATH_FIELDS.includes(name) && typeof field === 'string') return path.resolve(own, field);
    if (!PATH_LIST_FIELDS.includes(name) || !Array.isArray(field)) return field;
    return field.map((one: unknown) => (typeof one === 'string' ? path.resolve(own, one) : one));
  };
  const withPaths = (fields: Fields): Fields =>
    Object.fromEntries(Object.entries(fields).map(([k, v]) => [k, absolute(k, v)]));
  return {
    folder: path.resolve(own, folder),
    base: withPaths(base),
    variants: variants.map((variant: unknown, i) => {
      const { name, change } = isFields(variant) ? variant : {};
      if (typeof name !== 'string' || nameOfFolder(name) === '' || !isFields(change)) {
        return refuse(`variant ${i + 1} must have a name and a change`);
      }
      return { name, change: withPaths(change) };
    }),
  };
}

/** Lower case, with a dash for whatever is no letter and no digit. */
function nameOfFolder(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** The config of a variant, whole. */
function configOf({ base }: Comparison, { name, change }: Variant, folder: string): Fields {
  return {
    ...base,
    ...change,
    name,
    runFolder: path.join(folder, 'run'),
    bundleFolder: path.join(folder, 'model'),
  };
}

/**
 * Trains and measures a variant, or takes what was measured when it was done before with the same config; a training that
 * was stopped goes on.
 * @throws UserError if its config does not fit.
 * @throws CancelledError when the signal fires; a checkpoint has been written then.
 */
export async function runVariant(
  comparison: Comparison,
  variant: Variant,
  options: { readonly signal: AbortSignal; onProgress(line: string): void },
): Promise<VariantResult> {
  const folder = path.join(comparison.folder, nameOfFolder(variant.name));
  const config = JSON.stringify(configOf(comparison, variant, folder), undefined, 2);
  const [configFile, resultFile] = [
    path.join(folder, 'config.json'),
    path.join(folder, 'result.json'),
  ];
  const before = await readFile(configFile, 'utf8').catch(() => undefined);
  const isBegun = before === config;
  const done = isBegun ? await readFile(resultFile, 'utf8').catch(() => undefined) : undefined;
  if (done !== undefined) return JSON.parse(done) as VariantResult;
  await mkdir(folder, { recursive: true });
  await writeWhole(configFile, config);
  const runFolder = path.join(folder, 'run');
  const checkpoint = path.join(runFolder, 'checkpoint/position.json');
  const isHalted = isBegun && (await readFile(checkpoint).then(Boolean, () => false));
  const position = await train({ configFile, ...options, ...(isHalted && { resume: runFolder }) });
  const { records } = await readHistory(runFolder);
  const last = records.filter(({ development }) => Object.keys(development).length > 0).at(-1);
  const bundle = await loadBundle(path.join(folder, 'model'));
  const seconds = records.map(({ secondsOfAudio }) => secondsOfAudio).filter(Number.isFinite);
  const result: VariantResult = {
    name: variant.name,
    errors: last?.development ?? {},
    parameters: parameterCount(bundle.spec),
    realTimeFactor: await realTimeFactor(bundle),
    steps: last?.step ?? 0,
    hours: seconds.reduce((sum, one) => sum + one, 0) / 3600,
    processorHours: position.processorHours,
  };
  await writeWhole(resultFile, JSON.stringify(result));
  return result;
}

/** Of the network alone, over one utterance of ten seconds at once. */
async function realTimeFactor({ spec, weights }: Bundle): Promise<number> {
  const random = new Random(1);
  const data = Float32Array.from({ length: MEASURED_STEPS * STEP_SIZE }, () => random.normal());
  const network = await openAcousticNetwork(spec, weights);
  const taken: number[] = [];
  for (let run = 0; run <= MEASURED_RUNS; run++) {
    const before = process.cpuUsage();
    network.forward(matrix(MEASURED_STEPS, STEP_SIZE, data));
    const { user, system } = process.cpuUsage(before);
    if (run > 0) taken.push((user + system) / 1e6);
  }
  network.close();
  const median = taken.sort((a, b) => a - b)[MEASURED_RUNS >> 1]!;
  return median / (MEASURED_STEPS * STEP_SECONDS);
}

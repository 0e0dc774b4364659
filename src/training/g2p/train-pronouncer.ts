/**
 * A training run of the grapheme-to-phoneme network: a lexicon read and split, steps, checkpoints.
 * @module
 */
import { appendFileSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { CancelledError, UserError } from '../../base/errors';
import { Random } from '../../base/random';
import type { PronouncerFile } from '../../bundle/pronouncer-file';
import {
  isPronounceable,
  pronouncerShapes,
  type PronouncerSpec,
  type PronouncerWeights,
} from '../../language/g2p/pronouncer-spec';
import { parsePronunciations, type Pronunciation } from '../../language/pronunciation-text';
import { loadTensorflow } from '../../tensor/backend';
import { fastestProducts } from '../../tensor/fastest-products';
import type { ProductType } from '../../tensor/graph-builder';
import { readCheckpointOf, writeCheckpoint, type RunPosition } from '../checkpoint';
import { rateAt } from '../rate-schedule';
import { toArrays, toTensors } from '../weight-tensors';
import { dealWords, fitsBatch, layOutWords } from './pronunciation-batch';
import {
  PronunciationLearner,
  type PronunciationLearnerOptions,
  type PronunciationStep,
} from './pronunciation-learner';
import { splitPronunciations, type PronunciationSplit } from './pronunciation-split';

/** How a run is started. */
export interface PronouncerRun {
  /** In CMUdict's format. */
  readonly lexiconFile: string;
  /** Folder for checkpoints and log. */
  readonly runFolder: string;
  readonly resume: boolean;
  readonly epochs: number;
  /** Decides the split, the first weights and the order. */
  readonly seed: number;
  /** Learns from so many pronunciations only, to try a run. */
  readonly limit?: number;
  readonly spec?: PronouncerSpec;
  /** Element type of the recurrent layers' products; measured at the start where nothing is said. */
  readonly products?: ProductType;
  readonly signal: AbortSignal;
  onProgress(line: string): void;
}

/** The network that the English model uses: 0.77 million weights. */
export const USUAL_PRONOUNCER: PronouncerSpec = {
  embedding: 48,
  encoderUnits: 128,
  attentionUnits: 128,
  decoderUnits: 192,
};

/** Passes over the lexicon where nothing is said. */
export const DEFAULT_EPOCHS = 9;
/** Likewise the seed. */
export const DEFAULT_SEED = 20261125;

/** Of all families of words. */
const HELD_OUT_SHARE = 0.05;
const BATCH_SIZE = 128;
const SCHEDULE = { rate: 0.002, warmUpSteps: 200, decayShare: 0.8 } as const;
const LEARNING: Omit<PronunciationLearnerOptions, 'products'> = {
  dropout: 0.1,
  beta1: 0.9,
  beta2: 0.99,
  epsilon: 1e-8,
  weightDecay: 0.01,
  clipNorm: 1,
};
const REPORT_EVERY_STEPS = 50;
const CHECKPOINT_EVERY_STEPS = 250;
const EMBEDDING_LIMIT = 0.5;

/** Reads a lexicon and splits it as a run with this seed does. */
export async function readSplit(lexiconFile: string, seed: number): Promise<PronunciationSplit> {
  let text: string;
  try {
    text = await readFile(lexiconFile, 'utf8');
  } catch {
    throw new UserError(`Cannot read lexicon ${lexiconFile}`, 'check --lexicon');
  }
  const all = parsePronunciations(text, path.basename(lexiconFile), isPronounceable);
  return splitPronunciations(all.filter(fitsBatch), seed, HELD_OUT_SHARE);
}

/** Random first weights: uniform in ±1/√D, and wider in the tables. */
export function firstPronouncerWeights(spec: PronouncerSpec, random: Random): PronouncerWeights {
  const usual = 1 / Math.sqrt(spec.decoderUnits);
  return Object.fromEntries(
    Object.entries(pronouncerShapes(spec)).map(([name, shape]) => {
      const limit = name.endsWith('/table') ? EMBEDDING_LIMIT : usual;
      const size = shape.reduce((a, b) => a * b, 1);
      const data = Float32Array.from({ length: size }, () => (2 * random.next() - 1) * limit);
      return [name, { shape, data }];
    }),
  );
}

async function open(
  spec: PronouncerSpec,
  run: PronouncerRun,
): Promise<{ learner: PronunciationLearner; position: RunPosition }> {
  const tf = await loadTensorflow();
  const learning = { ...LEARNING, products: run.products ?? (await fastestProducts()) };
  if (!run.resume) {
    const weights = toTensors(tf, firstPronouncerWeights(spec, new Random(run.seed)));
    const learner = await PronunciationLearner.create(spec, learning, weights);
    const start = { steps: 0, epoch: 0, batchesDone: 0, processorHours: 0, audioHours: 0 };
    return { learner, position: { ...start, randomState: run.seed } };
  }
  const { weights, means, squares, optimiserSteps, position } = await readCheckpointOf(
    run.runFolder,
    pronouncerShapes(spec),
  );
  const learner = await PronunciationLearner.create(spec, learning, toTensors(tf, weights), {
    means: toTensors(tf, means),
    squares: toTensors(tf, squares),
    steps: optimiserSteps,
  });
  return { learner, position };
}

async function save(
  { runFolder }: PronouncerRun,
  { optimiser }: PronunciationLearner,
  position: RunPosition,
): Promise<void> {
  await writeCheckpoint(runFolder, {
    position,
    weights: toArrays(optimiser.weights),
    means: toArrays(optimiser.state.means),
    squares: toArrays(optimiser.state.squares),
    optimiserSteps: optimiser.state.steps,
  });
}

/** Tells the mean loss every few steps. */
class LossReport {
  private sum = 0;
  private since = performance.now();

  constructor(private readonly say: (line: string) => void) {}

  add({ steps, epoch, processorHours }: RunPosition, step: PronunciationStep, rate: number): void {
    if (!step.applied) this.say(`step ${steps}: gradient not finite, step thrown away`);
    this.sum += step.loss;
    if (steps % REPORT_EVERY_STEPS !== 0) return;
    const seconds = (performance.now() - this.since) / 1000;
    this.say(
      `step ${steps} epoch ${epoch} loss ${(this.sum / REPORT_EVERY_STEPS).toFixed(4)} ` +
        `rate ${rate.toExponential(2)} ${seconds.toFixed(0)} s, ` +
        `${processorHours.toFixed(3)} processor hours so far`,
    );
    this.sum = 0;
    this.since = performance.now();
  }
}

/** Learns from one batch; returns where the run stands behind it. */
async function oneStep(
  learner: PronunciationLearner,
  words: readonly Pronunciation[],
  before: RunPosition,
  totalSteps: number,
  report: LossReport,
): Promise<RunPosition> {
  const random = new Random(before.randomState);
  const usage = process.cpuUsage();
  const rate = rateAt({ ...SCHEDULE, totalSteps }, before.steps);
  const step = await learner.step(layOutWords(words, BATCH_SIZE), rate, random);
  const { user, system } = process.cpuUsage(usage);
  const position = {
    ...before,
    steps: before.steps + 1,
    randomState: random.state,
    processorHours: before.processorHours + (user + system) / 3.6e9,
  };
  report.add(position, step, rate);
  // Lets a signal or a message in: a step blocks the event loop.
  await new Promise((resolve) => setImmediate(resolve));
  return position;
}

/**
 * Trains from random weights, or goes on from the run folder's checkpoint.
 * @throws CancelledError when the signal fires; a checkpoint has been written then.
 */
export async function trainPronouncer(run: PronouncerRun): Promise<PronouncerFile> {
  const { seed, signal, spec = USUAL_PRONOUNCER } = run;
  const say = (line: string): void => {
    run.onProgress(line);
    appendFileSync(path.join(run.runFolder, 'log.txt'), `${line}\n`);
  };
  await mkdir(run.runFolder, { recursive: true });
  const split = await readSplit(run.lexiconFile, seed);
  const training = split.training.slice(0, run.limit);
  const perEpoch = Math.ceil(training.length / BATCH_SIZE);
  const totalSteps = run.epochs * perEpoch;
  say(
    `${training.length} pronunciations to learn from, ${split.heldOut.size} words held out, ` +
      `${totalSteps} steps; seed ${seed}`,
  );
  const opened = await open(spec, run);
  const { learner } = opened;
  let { position } = opened;
  const report = new LossReport(say);
  try {
    while (position.steps < totalSteps) {
      const epoch = Math.floor(position.steps / perEpoch);
      const batches = dealWords(training, BATCH_SIZE, new Random(seed + 1 + epoch));
      for (const words of batches.slice(position.steps % perEpoch)) {
        if (signal.aborted) {
          await save(run, learner, position);
          throw new CancelledError();
        }
        position = await oneStep(learner, words, { ...position, epoch }, totalSteps, report);
        if (position.steps % CHECKPOINT_EVERY_STEPS === 0) await save(run, learner, position);
      }
    }
    await save(run, learner, position);
    return { spec, weights: toArrays(learner.optimiser.weights) };
  } finally {
    learner.close();
  }
}

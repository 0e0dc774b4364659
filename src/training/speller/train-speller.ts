/**
 * A training run of a speller: recordings heard, texts read, steps, checkpoints.
 * @module
 */
import { mkdir } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import type { AcousticSpec } from '../../acoustic/acoustic-spec';
import { spellerInputSize } from '../../acoustic/speller';
import { CancelledError, UserError } from '../../base/errors';
import { Random } from '../../base/random';
import { loadBundle } from '../../bundle/load-bundle';
import { readSpeller, type SpellerFile } from '../../bundle/speller-file';
import type { WeightArray } from '../../bundle/weights-file';
import { loadTensorflow } from '../../tensor/backend';
import { fastestProducts } from '../../tensor/fastest-products';
import type { ProductType } from '../../tensor/graph-builder';
import { LETTERS } from '../../text/alphabet';
import { AcousticLearner } from '../acoustic-learner';
import { layOut } from '../batch';
import { readCheckpoint, writeCheckpoint, type RunPosition } from '../checkpoint';
import { developmentErrors } from '../development-error';
import { initialWeights } from '../initial-weights';
import { rateAt } from '../rate-schedule';
import { RunLog } from '../run-log';
import { toArrays, toTensors } from '../weight-tensors';
import { SpellerBatches } from './speller-batches';
import { readSpellerData, type SpellerData, type SpellerSources } from './speller-data';

/** How a run is started. */
export interface SpellerRun extends SpellerSources {
  /** The model whose network hears the phones. */
  readonly model: string;
  readonly resume: boolean;
  /** The file of a speller of the same sizes, whose weights the run begins with; random ones where it is not given. */
  readonly initial?: string;
  readonly layers: number;
  readonly units: number;
  readonly batchSize: number;
  /** Steps in all. */
  readonly steps: number;
  readonly rate: number;
  /** Share of the batches that are recordings, the others are texts. */
  readonly recordedShare: number;
  /** Share of the values between layers that are left out in a step. */
  readonly dropout: number;
  /** Element type of the products; measured at the start where nothing is said. */
  readonly products?: ProductType;
}

/** What came out. */
export interface TrainedSpeller extends SpellerFile {
  /** Edits over letters of the development recordings of the config, greedily read. */
  readonly developmentErrors: number;
  readonly processorHours: number;
}

/** Sizes and course of a run where nothing is said, by option of the command. */
export const SPELLER_DEFAULTS = { layers: 2, units: 256, batch: 32, steps: 6000, seed: 1 };
/** Highest learning rate, likewise. */
export const SPELLER_RATE = 0.001;
/** Share of the batches that are recordings, likewise. */
export const SPELLER_RECORDED = 0.3;
/** Likewise. */
export const SPELLER_DROPOUT = 0.1;

const BLOCK_STEPS = 32;
const CHECKPOINT_EVERY_STEPS = 250;
const EVALUATE_EVERY_STEPS = 500;
const LEARNING = {
  ...({ beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01, clipNorm: 1 } as const),
  blockSteps: BLOCK_STEPS,
};
const SCHEDULE = { warmUpSteps: 150, decayShare: 0.7 };

async function firstWeights(
  { initial, seed }: SpellerRun,
  spec: AcousticSpec,
): Promise<Readonly<Record<string, WeightArray>>> {
  if (initial === undefined) return initialWeights(spec, new Random(seed));
  const known = await readSpeller(initial);
  if (isDeepStrictEqual(known.spec, spec)) return known.weights;
  throw new UserError(
    `Speller ${initial} has ${known.spec.layers} layers of ${known.spec.units} units and ${known.spec.inputSize} inputs, ` +
      `the run ${spec.layers} of ${spec.units} and ${spec.inputSize}`,
    'give --layers and --units that fit, or begin without it',
  );
}

async function openLearner(
  run: SpellerRun,
  spec: AcousticSpec,
): Promise<{ learner: AcousticLearner; position: RunPosition }> {
  const tf = await loadTensorflow();
  const { dropout } = run;
  const options = { ...LEARNING, dropout, products: run.products ?? (await fastestProducts()) };
  if (!run.resume) {
    const weights = toTensors(tf, await firstWeights(run, spec));
    const start = { steps: 0, epoch: 0, batchesDone: 0, processorHours: 0, audioHours: 0 };
    const learner = await AcousticLearner.create(spec, options, weights);
    return { learner, position: { ...start, randomState: run.seed } };
  }
  const { weights, means, squares, optimiserSteps, position } = await readCheckpoint(
    run.folder,
    spec,
  );
  const learner = await AcousticLearner.create(spec, options, toTensors(tf, weights), {
    means: toTensors(tf, means),
    squares: toTensors(tf, squares),
    steps: optimiserSteps,
  });
  return { learner, position };
}

async function save(folder: string, learner: AcousticLearner, position: RunPosition) {
  const { weights, optimiser } = learner;
  await writeCheckpoint(folder, {
    position,
    weights: toArrays(weights),
    means: toArrays(optimiser.state.means),
    squares: toArrays(optimiser.state.squares),
    optimiserSteps: optimiser.state.steps,
  });
}

/** All steps that are left; the errors at the end. */
async function learn(
  run: SpellerRun,
  learner: AcousticLearner,
  start: RunPosition,
  { material, development }: SpellerData,
  log: RunLog,
): Promise<{ readonly errors: number; readonly position: RunPosition }> {
  const tf = await loadTensorflow();
  const { batchSize, recordedShare, seed } = run;
  const batches = new SpellerBatches(material, { batchSize, recordedShare, seed });
  const schedule = { ...SCHEDULE, rate: run.rate, totalSteps: run.steps };
  const plan = { blockSteps: BLOCK_STEPS, batchSize, heardAs: 'whole' } as const;
  let errors = NaN;
  const evaluate = async (): Promise<void> => {
    ({ characters: errors = NaN } = await developmentErrors(tf, learner, development, plan));
    log.say(
      `step ${position.steps} of ${run.steps} development letters ${(100 * errors).toFixed(2)} % wrong after ` +
        `${position.processorHours.toFixed(3)} processor hours, ${position.audioHours.toFixed(0)} h of sound`,
    );
    log.restart();
  };
  let position = start;
  while (position.steps < run.steps) {
    if (run.signal.aborted) {
      await save(run.folder, learner, position);
      throw new CancelledError();
    }
    const usage = process.cpuUsage();
    const started = performance.now();
    const batch = layOut(batches.at(position.steps), BLOCK_STEPS);
    const dataSeconds = (performance.now() - started) / 1000;
    const random = new Random(position.randomState);
    const rate = rateAt(schedule, position.steps);
    const report = await learner.step(batch, rate, random);
    const { user, system } = process.cpuUsage(usage);
    position = {
      ...position,
      steps: position.steps + 1,
      randomState: random.state,
      processorHours: position.processorHours + (user + system) / 3.6e9,
      audioHours: position.audioHours + batch.seconds / 3600,
    };
    log.add(position.steps, report, rate, { audioSeconds: batch.seconds, dataSeconds });
    if (position.steps % CHECKPOINT_EVERY_STEPS === 0) await save(run.folder, learner, position);
    if (position.steps % EVALUATE_EVERY_STEPS === 0 && position.steps < run.steps) await evaluate();
    // Lets a signal in: a step blocks the event loop.
    await new Promise((resolve) => setImmediate(resolve));
  }
  await save(run.folder, learner, position);
  await evaluate();
  return { errors, position };
}

/**
 * Trains from random weights, or goes on from the checkpoint in the run's folder.
 * @throws CancelledError when the signal fires; a checkpoint has been written then.
 */
export async function trainSpeller(run: SpellerRun): Promise<TrainedSpeller> {
  await mkdir(run.folder, { recursive: true });
  const log = new RunLog(run.folder, (line) => {
    run.onProgress(line);
  });
  const bundle = await loadBundle(run.model);
  const { phones, classes } = bundle.spec;
  if (phones === undefined) {
    throw new UserError(`Model ${run.model} does not hear phones`, 'give one that does');
  }
  const spec: AcousticSpec = {
    ...({ kind: 'recurrent', cell: 'gru', bidirectional: true } as const),
    ...{ inputSize: spellerInputSize(phones, classes), units: run.units, layers: run.layers },
    classes: LETTERS.length + 1,
  };
  // Before the data: recordings are heard for minutes, and a checkpoint may not be there.
  const { learner, position } = await openLearner(run, spec);
  try {
    const data = await readSpellerData(run, bundle, (line) => {
      log.say(line);
    });
    if (position.steps > 0) log.say(`resumed at step ${position.steps}`);
    const end = await learn(run, learner, position, data, log);
    const { processorHours } = end.position;
    const weights = toArrays(learner.weights);
    return { spec, weights, developmentErrors: end.errors, processorHours };
  } finally {
    learner.close();
  }
}

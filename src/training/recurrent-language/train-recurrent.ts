/**
 * A training run of the recurrent language model: text in pieces, steps, checkpoints.
 * @module
 */
import { appendFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { CancelledError, UserError } from '../../base/errors';
import { Random } from '../../base/random';
import type { RecurrentFile } from '../../bundle/recurrent-file';
import { recurrentShapes, type RecurrentSpec } from '../../language/recurrent/recurrent-spec';
import { loadTensorflow } from '../../tensor/backend';
import { fastestProducts } from '../../tensor/fastest-products';
import type { ProductType } from '../../tensor/graph-builder';
import { readCheckpointOf, writeCheckpoint, type RunPosition } from '../checkpoint';
import { rateAt } from '../rate-schedule';
import { toArrays, toTensors } from '../weight-tensors';
import { pieceCorpus, readNumberedText, type PieceCorpus, type PieceTexts } from './piece-corpus';
import { stepsIn, streamBatch, type StreamShape } from './piece-streams';
import { firstRecurrentWeights, RecurrentLearner } from './recurrent-learner';

/** How a run is started. */
export interface RecurrentRun extends PieceTexts {
  readonly resume: boolean;
  /** Pieces of words to learn. */
  readonly pieces: number;
  readonly vectorSize: number;
  readonly units: number;
  readonly shape: StreamShape;
  /** Steps in all. */
  readonly steps: number;
  readonly rate: number;
  /** Decides the first weights and the order. */
  readonly seed: number;
  /** Element type of the products; measured at the start where nothing is said. */
  readonly products?: ProductType;
  readonly signal: AbortSignal;
  onProgress(line: string): void;
}

/** What came out. */
export interface TrainedRecurrent extends RecurrentFile {
  /** Sentences in pieces that were not learned from. */
  readonly heldOut: readonly (readonly number[])[];
  readonly words: number;
  readonly processorHours: number;
}

/** Sizes and course of a run where nothing is said, by option of the command. */
export const RECURRENT_DEFAULTS = {
  ...{ every: 1, pieces: 2047, vector: 128, units: 256 },
  ...{ 'stream-steps': 32, streams: 32, steps: 6000, seed: 1 },
};
/** Highest learning rate, likewise. */
export const RECURRENT_RATE = 0.004;

const WARM_UP_STEPS = 100;
/** Share of the run in which the rate falls to zero. */
const DECAY_SHARE = 0.6;
const REPORT_EVERY_STEPS = 25;
/** States are fresh behind a checkpoint, so that a run that goes on from it is the same. */
const CHECKPOINT_EVERY_STEPS = 250;

async function open(
  spec: RecurrentSpec,
  run: RecurrentRun,
): Promise<{ learner: RecurrentLearner; position: RunPosition }> {
  const tf = await loadTensorflow();
  const products = run.products ?? (await fastestProducts());
  if (!run.resume) {
    const weights = toTensors(tf, firstRecurrentWeights(spec, new Random(run.seed)));
    const learner = await RecurrentLearner.create(spec, run.shape, products, weights);
    const start = { steps: 0, epoch: 0, batchesDone: 0, processorHours: 0, audioHours: 0 };
    return { learner, position: { ...start, randomState: run.seed } };
  }
  const { weights, means, squares, optimiserSteps, position } = await readCheckpointOf(
    run.folder,
    recurrentShapes(spec),
  );
  const state = {
    means: toTensors(tf, means),
    squares: toTensors(tf, squares),
    steps: optimiserSteps,
  };
  const learner = await RecurrentLearner.create(
    spec,
    run.shape,
    products,
    toTensors(tf, weights),
    state,
  );
  return { learner, position };
}

async function save(
  { folder }: RecurrentRun,
  learner: RecurrentLearner,
  position: RunPosition,
): Promise<void> {
  const { weights, state } = learner.optimiser;
  await writeCheckpoint(folder, {
    position,
    weights: toArrays(weights),
    means: toArrays(state.means),
    squares: toArrays(state.squares),
    optimiserSteps: state.steps,
  });
  learner.restart();
}

/** Tells the mean loss every few steps. */
class LossReport {
  private sum = 0;
  private since = performance.now();

  constructor(
    private readonly symbols: number,
    private readonly say: (line: string) => void,
  ) {}

  add({ steps, processorHours }: RunPosition, total: number, loss: number): void {
    this.sum += loss;
    if (steps % REPORT_EVERY_STEPS !== 0) return;
    const seconds = (performance.now() - this.since) / 1000;
    this.say(
      `step ${steps} of ${total} loss ${(this.sum / REPORT_EVERY_STEPS).toFixed(4)}, ` +
        `${Math.round((REPORT_EVERY_STEPS * this.symbols) / seconds)} symbols a second, ` +
        `${processorHours.toFixed(3)} processor hours so far`,
    );
    this.sum = 0;
    this.since = performance.now();
  }
}

/** All steps that are left. */
async function learn(
  run: RecurrentRun,
  learner: RecurrentLearner,
  { learned }: PieceCorpus,
  start: RunPosition,
  say: (line: string) => void,
): Promise<RunPosition> {
  const { shape, signal } = run;
  const perEpoch = stepsIn(learned.length, shape);
  if (perEpoch === 0) {
    throw new UserError(
      `the texts hold only ${learned.length} symbols`,
      `give more: a step takes ${shape.steps * shape.streams}`,
    );
  }
  const report = new LossReport(shape.steps * shape.streams, say);
  const schedule = {
    ...{ rate: run.rate, warmUpSteps: WARM_UP_STEPS, decayShare: DECAY_SHARE },
    totalSteps: run.steps,
  };
  let position = start;
  while (position.steps < run.steps) {
    const epoch = Math.floor(position.steps / perEpoch);
    const symbols = learned.shuffled(new Random(run.seed + 1 + epoch));
    const end = Math.min(run.steps, (epoch + 1) * perEpoch);
    while (position.steps < end) {
      if (signal.aborted) {
        await save(run, learner, position);
        throw new CancelledError();
      }
      const usage = process.cpuUsage();
      const batch = streamBatch(symbols, shape, position.steps % perEpoch);
      const { loss, applied } = learner.step(batch, rateAt(schedule, position.steps));
      if (!applied) say(`step ${position.steps}: gradient not finite, step thrown away`);
      const { user, system } = process.cpuUsage(usage);
      const processorHours = position.processorHours + (user + system) / 3.6e9;
      position = { ...position, steps: position.steps + 1, epoch, processorHours };
      report.add(position, run.steps, loss);
      // Lets a signal in: a step blocks the event loop.
      await new Promise((resolve) => setImmediate(resolve));
      if (position.steps % CHECKPOINT_EVERY_STEPS === 0) await save(run, learner, position);
    }
  }
  return position;
}

/**
 * Trains from random weights, or goes on from the checkpoint in the run's folder.
 * @throws CancelledError when the signal fires; a checkpoint has been written then.
 */
export async function trainRecurrent(run: RecurrentRun): Promise<TrainedRecurrent> {
  await mkdir(run.folder, { recursive: true });
  const say = (line: string): void => {
    run.onProgress(line);
    appendFileSync(path.join(run.folder, 'log.txt'), `${line}\n`);
  };
  const corpus = pieceCorpus(await readNumberedText(run, say), run.pieces, run.seed);
  const { pieces, learned, words, heldOut } = corpus;
  const spec = { symbols: pieces.symbols, vectorSize: run.vectorSize, units: run.units };
  say(
    `${words} words in ${learned.utterances} utterances, ${learned.length} symbols of ${spec.symbols}; seed ${run.seed}`,
  );
  const { learner, position } = await open(spec, run);
  try {
    const end = await learn(run, learner, corpus, position, say);
    await save(run, learner, end);
    const weights = toArrays(learner.optimiser.weights);
    return { spec, pieces, weights, heldOut, words, processorHours: end.processorHours };
  } finally {
    learner.close();
  }
}

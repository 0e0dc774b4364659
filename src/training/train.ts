/**
 * A training run: data, steps, evaluation, checkpoints, and at the end the bundle.
 * @module
 */
import { mkdir } from 'node:fs/promises';
import type { AcousticSpec } from '../acoustic/acoustic-spec';
import { CancelledError } from '../base/errors';
import { Random } from '../base/random';
import type { WeightArray } from '../bundle/weights-file';
import type { NamedTensors } from '../recurrent/optimiser';
import { memoriesOf } from '../recurrent/optimisers';
import { learningRate } from '../recurrent/rate-schedule';
import { loadTensorflow, type Tensorflow } from '../tensor/backend';
import type { ProductType } from '../tensor/graph-builder';
import { fastestProducts } from '../tensor/fastest-products';
import { PHONES } from '../text/phones';
import { AcousticLearner } from './acoustic-learner';
import { layOut } from './batch';
import { readCheckpoint, writeCheckpoint, type RunPosition } from './checkpoint';
import type { Recording } from './dataset';
import { developmentErrors, type DevelopmentErrors } from './development-error';
import { firstWeights } from './first-weights';
import { GradientWatch } from './gradient-watch';
import { optimiserOf, type HeardAs } from './learner-options';
import { PhoneSearch } from '../decoder/phone-search';
import { estimateTrigram, type PhoneTrigram } from '../language/phone-trigram';
import { rateAt } from './rate-schedule';
import { RunHistory } from './run-history';
import { RunLog } from './run-log';
import { networkOf } from './network-size';
import { readTrainConfig, type TrainConfig } from './train-config';
import { writeTrained } from './trained-bundle';
import { epochBatches, readTrainingData, type TrainingData } from './training-data';
import {
  averageAt,
  isAveraged,
  NO_AVERAGE,
  withWeights,
  type AverageState,
} from './weight-average';
import { toArrays, toTensors } from './weight-tensors';

/**
 * How often every single step of an utterance and the activations are looked at where the config says nothing: they take
 * time, and 20 kB of history each. Norms by layer and by block are kept at every step.
 */
const WATCH_EVERY_STEPS = 50;

/** How a run is started. */
export interface TrainOptions {
  readonly configFile: string;
  /** Run folder with a checkpoint to go on from. */
  readonly resume?: string;
  readonly signal: AbortSignal;
  onProgress(line: string): void;
}

const START: Omit<RunPosition, 'randomState'> = {
  steps: 0,
  epoch: 0,
  batchesDone: 0,
  processorHours: 0,
  audioHours: 0,
};

/** The state of one run; `steps` walks it to its end. */
class TrainingRun {
  private readonly started = performance.now();

  constructor(
    private readonly tf: Tensorflow,
    private readonly config: TrainConfig,
    private readonly data: TrainingData,
    private readonly learner: AcousticLearner,
    private position: RunPosition,
    private readonly log: RunLog,
    private readonly history: RunHistory,
    private readonly phoneSearch: PhoneSearch | undefined,
    private average: AverageState | undefined,
  ) {}

  /** What the bundle gets. */
  get finalWeights(): Readonly<Record<string, WeightArray>> {
    return this.average?.weights ?? toArrays(this.learner.weights);
  }

  /** Trains to the last step, where it is then. @throws CancelledError after a checkpoint when the signal fires. */
  async toEnd(signal: AbortSignal): Promise<RunPosition> {
    const { config } = this;
    let batches = epochBatches(this.data.recordings, config, this.position.epoch);
    while (this.position.steps < config.totalSteps) {
      if (signal.aborted) {
        await this.save();
        throw new CancelledError();
      }
      if (this.position.batchesDone >= batches.length) {
        this.position = { ...this.position, epoch: this.position.epoch + 1, batchesDone: 0 };
        batches = epochBatches(this.data.recordings, config, this.position.epoch);
      }
      await this.step(batches[this.position.batchesDone]!);
      if (this.position.steps % config.checkpointEverySteps === 0) await this.save();
      if (this.position.steps % config.evaluateEverySteps === 0) await this.evaluate();
      // Lets a signal or a message in: a step blocks the event loop.
      await new Promise((resolve) => setImmediate(resolve));
    }
    await this.save();
    await this.evaluate();
    return this.position;
  }

  private async step(recordings: readonly Recording[]): Promise<void> {
    const { config, position } = this;
    const random = new Random(position.randomState);
    const before = process.cpuUsage();
    const started = performance.now();
    const examples = this.data.hear(recordings, random);
    const batch = layOut(examples, config.blockSteps);
    const dataSeconds = (performance.now() - started) / 1000;
    const rate = config.schedule
      ? learningRate(config.schedule, position.steps)
      : rateAt(config, position.steps);
    const { watchEverySteps = WATCH_EVERY_STEPS } = config;
    const watch = new GradientWatch(this.tf, position.steps % watchEverySteps === 0);
    const report = await this.learner.step(batch, rate, random, watch);
    const { user, system } = process.cpuUsage(before);
    this.position = {
      steps: position.steps + 1,
      epoch: position.epoch,
      batchesDone: position.batchesDone + 1,
      randomState: random.state,
      processorHours: position.processorHours + (user + system) / 3.6e9,
      audioHours: position.audioHours + batch.seconds / 3600,
    };
    const { totalSteps, averagedShare = 0 } = config;
    if (isAveraged(this.position.steps, totalSteps, averagedShare)) {
      const weights = toArrays(this.learner.weights);
      this.average = withWeights(this.average ?? NO_AVERAGE, weights);
    }
    this.log.add(this.position.steps, report, rate, { audioSeconds: batch.seconds, dataSeconds });
    this.history.append({
      step: this.position.steps,
      epoch: position.epoch,
      rate,
      ...report,
      ...watch.seen,
      secondsOfAudio: batch.seconds,
      wallSeconds: (performance.now() - this.started) / 1000,
    });
  }

  /** How the mean of the weights does, where there is one; it stands for the last weights then. */
  async evaluateAverage(open: (weights: NamedTensors) => Promise<AcousticLearner>): Promise<void> {
    if (!this.average) return;
    const learner = await open(toTensors(this.tf, this.average.weights));
    try {
      await this.evaluate(learner, `mean of ${this.average.count} weights, `);
    } finally {
      learner.close();
    }
  }

  private async evaluate(learner = this.learner, what = ''): Promise<void> {
    const { position } = this;
    const { chunks, chunkedShare } = this.config;
    const isMixed = chunks !== undefined && chunkedShare !== undefined;
    const errors = await this.errors(learner);
    const chunked = isMixed ? await this.errors(learner, 'chunked') : undefined;
    this.log.say(
      `${what}step ${position.steps} epoch ${position.epoch} development ${inWords(errors)}` +
        `${chunked ? `, in chunks ${inWords(chunked)}` : ''} after ` +
        `${position.processorHours.toFixed(3)} processor hours, ` +
        `${position.audioHours.toFixed(1)} h of audio`,
    );
    this.history.append({ step: position.steps, development: errors });
    this.log.restart();
  }

  /** @param heardAs As the learner thinks best where nothing is said. */
  private errors(learner: AcousticLearner, heardAs?: HeardAs): Promise<DevelopmentErrors> {
    const { tf, data, config, phoneSearch } = this;
    const plan = { ...config, ...(heardAs && { heardAs }) };
    return developmentErrors(tf, learner, data.development, plan, phoneSearch);
  }

  private async save(): Promise<void> {
    const { weights, optimiser } = this.learner;
    const { state } = optimiser;
    await writeCheckpoint(this.config.runFolder, {
      position: this.position,
      weights: toArrays(weights),
      means: toArrays(state.means),
      squares: toArrays(state.squares),
      optimiserSteps: state.steps,
      ...(this.average && { average: this.average }),
    });
  }
}

function inWords(errors: DevelopmentErrors): string {
  return Object.entries(errors)
    .map(([output, error]) => `${output} errors ${(100 * error).toFixed(2)} %`)
    .join(', ');
}

async function openLearner(
  tf: Tensorflow,
  spec: AcousticSpec,
  config: TrainConfig,
  data: TrainingData,
  start: TrainOptions,
  extra: { readonly products: ProductType; readonly trigram?: PhoneTrigram },
): Promise<{
  readonly learner: AcousticLearner;
  readonly position: RunPosition;
  readonly average?: AverageState;
}> {
  const options = { ...config, ...extra };
  const { resume } = start;
  if (resume === undefined) {
    const weights = toTensors(tf, await firstWeights(spec, config, data, start));
    const learner = await AcousticLearner.create(spec, options, weights);
    return { learner, position: { ...START, randomState: config.seed } };
  }
  const memories = memoriesOf(optimiserOf(options));
  const checkpoint = await readCheckpoint(resume, spec, memories, config.fixedLayers);
  const learner = await AcousticLearner.create(spec, options, toTensors(tf, checkpoint.weights), {
    means: toTensors(tf, checkpoint.means),
    squares: toTensors(tf, checkpoint.squares),
    steps: checkpoint.optimiserSteps,
  });
  const { position } = checkpoint;
  const { totalSteps, averagedShare = 0 } = config;
  const average = averageAt(checkpoint.average, position.steps, totalSteps, averagedShare);
  return { learner, position, ...(average && { average }) };
}

/**
 * Trains from random weights, or goes on from `resume`, and writes the bundle.
 * @returns Where it ended.
 * @throws CancelledError when the signal fires; a checkpoint has been written then.
 */
export async function train(options: TrainOptions): Promise<RunPosition> {
  const config = await readTrainConfig(options.configFile);
  const tf = await loadTensorflow();
  await mkdir(config.runFolder, { recursive: true });
  const say = (line: string): void => {
    options.onProgress(line);
  };
  const log = new RunLog(config.runFolder, say);
  const history = new RunHistory(config.runFolder);
  const data = await readTrainingData(tf, config, { signal: options.signal, onProgress: say });
  log.say(`data: ${JSON.stringify(data.report)}`);
  const spec = networkOf(config);
  const products = config.products === 'fastest' ? await fastestProducts() : config.products;
  log.say(`products in ${products}`);
  const labels = data.recordings.map(({ phones }) => phones);
  const learnsOrder = config.phoneLoss === 'crf' && config.lexicon !== undefined;
  const trigram = learnsOrder ? estimateTrigram(labels, PHONES.length) : undefined;
  const extra = { products, ...(trigram && { trigram }) };
  const onProgress = (line: string): void => {
    log.say(line);
  };
  const start = { ...options, onProgress };
  const opened = await openLearner(tf, spec, config, data, start, extra);
  const { learner, position, average } = opened;
  if (position.steps > 0) log.say(`resumed at step ${position.steps}`);
  try {
    const search = trigram && new PhoneSearch(trigram);
    const run = new TrainingRun(tf, config, data, learner, position, log, history, search, average);
    const reached = await run.toEnd(options.signal);
    await run.evaluateAverage((weights) =>
      AcousticLearner.create(spec, { ...config, ...extra }, weights),
    );
    const { finalWeights } = run;
    const made = {
      spec,
      statistics: data.statistics,
      weights: finalWeights,
      ...(trigram && { trigram }),
    };
    await writeTrained(config, options.configFile, made);
    log.say(`bundle written to ${config.bundleFolder}`);
    return reached;
  } finally {
    learner.close();
  }
}

/**
 * A training run: data, steps, evaluation, checkpoints, and at the end the bundle.
 * @module
 */
import { appendFile, copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { AcousticSpec } from '../acoustic/acoustic-spec';
import { CancelledError } from '../base/errors';
import { Random } from '../base/random';
import { writeBundle } from '../bundle/write-bundle';
import type { WeightArray } from '../bundle/weights-file';
import { STEP_SIZE } from '../features/definition';
import { loadTensorflow } from '../tensor/backend';
import { LETTERS } from '../text/alphabet';
import { AcousticLearner, type Weights } from './acoustic-learner';
import { dealBatches, layOut, type Example } from './batch';
import { readCheckpoint, writeCheckpoint, type RunPosition } from './checkpoint';
import { characterErrorRate } from './development-error';
import { featureStatistics, makeExamples, repeatCorpora } from './dataset';
import { cachedFeatures } from './feature-cache';
import { initialWeights } from './initial-weights';
import { readManifest } from './manifest';
import { rateAt } from './rate-schedule';
import { readTrainConfig, type TrainConfig } from './train-config';

/** How a run is started. */
export interface TrainOptions {
  readonly configFile: string;
  /** Run folder with a checkpoint to go on from. */
  readonly resume?: string;
  readonly signal: AbortSignal;
  onProgress(line: string): void;
}

type Tf = Awaited<ReturnType<typeof loadTensorflow>>;

const REPORT_EVERY_STEPS = 20;

function toTensors(tf: Tf, arrays: Readonly<Record<string, WeightArray>>): Weights {
  return Object.fromEntries(
    Object.entries(arrays).map(([name, { shape, data }]) => [name, tf.tensor(data, [...shape])]),
  );
}

function toArrays(tensors: Weights): Record<string, WeightArray> {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, t]) => [
      name,
      { shape: t.shape, data: t.dataSync() as Float32Array },
    ]),
  );
}

async function loadRows(tf: Tf, files: readonly string[], config: TrainConfig, options: TrainOptions) {
  const cache = {
    folder: config.cacheFolder,
    signal: options.signal,
    onProgress: (line: string) => {
      options.onProgress(line);
    },
  };
  const parts = [];
  for (const file of files) {
    const rows = await readManifest(file);
    parts.push(await cachedFeatures(tf, rows, cache));
  }
  return parts.flat();
}

/** The examples of one epoch in their order; depends on nothing but config and epoch. */
function epochBatches(examples: readonly Example[], config: TrainConfig, epoch: number): Example[][] {
  return dealBatches(examples, config, new Random(config.seed + 1 + epoch), epoch === 0);
}

/**
 * Trains from random weights, or goes on from `resume`, and writes the bundle.
 * @throws CancelledError when the signal fires; a checkpoint has been written then.
 */
export async function train(options: TrainOptions): Promise<void> {
  const config = await readTrainConfig(options.configFile);
  const tf = await loadTensorflow();
  const say = async (line: string): Promise<void> => {
    options.onProgress(line);
    await appendFile(path.join(config.runFolder, 'log.txt'), `${line}\n`);
  };
  await mkdir(config.runFolder, { recursive: true });
  await copyFile(options.configFile, path.join(config.runFolder, 'config.json'));
  const trainRows = await loadRows(tf, config.train, config, options);
  const statistics = featureStatistics(trainRows);
  const data = makeExamples(trainRows, statistics, config.longestSeconds);
  const dev = makeExamples(
    await loadRows(tf, config.dev, config, options),
    statistics,
    config.longestSeconds,
  );
  const examples = repeatCorpora(data.examples, config.repeats);
  const devExamples = new Random(config.seed)
    .shuffle([...dev.examples])
    .slice(0, config.evaluateUtterances);
  await say(`data: ${JSON.stringify({ train: data.report, dev: dev.report })}`);

  const spec: AcousticSpec = {
    kind: 'bidirectional-gru',
    inputSize: STEP_SIZE,
    units: config.units,
    layers: config.layers,
    classes: LETTERS.length + 1,
  };
  let position: RunPosition = {
    steps: 0,
    epoch: 0,
    batchesDone: 0,
    randomState: config.seed,
    processorHours: 0,
    audioHours: 0,
  };
  let learner: AcousticLearner;
  if (options.resume === undefined) {
    const weights = toTensors(tf, initialWeights(spec, new Random(config.seed)));
    learner = await AcousticLearner.create(spec, config.blockSteps, config, weights);
  } else {
    const checkpoint = await readCheckpoint(options.resume, spec);
    ({ position } = checkpoint);
    learner = await AcousticLearner.create(
      spec,
      config.blockSteps,
      config,
      toTensors(tf, checkpoint.weights),
      {
        means: toTensors(tf, checkpoint.means),
        squares: toTensors(tf, checkpoint.squares),
        steps: position.steps,
      },
    );
    await say(`resumed at step ${position.steps}`);
  }

  const save = async (): Promise<void> => {
    await writeCheckpoint(config.runFolder, {
      position,
      weights: toArrays(learner.weights),
      means: toArrays(learner.state.means),
      squares: toArrays(learner.state.squares),
    });
  };
  const evaluate = async (): Promise<void> => {
    const error = await characterErrorRate(tf, learner, devExamples, config);
    await say(
      `step ${position.steps} epoch ${position.epoch} dev character errors ${(100 * error).toFixed(2)} % ` +
        `after ${position.processorHours.toFixed(3)} processor hours, ${position.audioHours.toFixed(1)} h of audio`,
    );
  };
  try {
    let batches = epochBatches(examples, config, position.epoch);
    let window = { loss: 0, norm: 0, seconds: 0, started: performance.now(), skipped: 0 };
    while (position.steps < config.totalSteps) {
      if (options.signal.aborted) {
        await save();
        throw new CancelledError();
      }
      if (position.batchesDone >= batches.length) {
        position = { ...position, epoch: position.epoch + 1, batchesDone: 0 };
        batches = epochBatches(examples, config, position.epoch);
      }
      const random = new Random(position.randomState);
      const processor = process.cpuUsage();
      const batch = layOut(batches[position.batchesDone]!, config.blockSteps, config.timeMasks, random);
      const report = await learner.step(batch, rateAt(config, position.steps), random);
      const used = process.cpuUsage(processor);
      position = {
        ...position,
        steps: position.steps + 1,
        batchesDone: position.batchesDone + 1,
        randomState: random.state,
        processorHours: position.processorHours + (used.user + used.system) / 3.6e9,
        audioHours: position.audioHours + batch.seconds / 3600,
      };
      window.loss += report.loss;
      window.norm += report.norm;
      window.seconds += batch.seconds;
      if (!report.applied) {
        window.skipped++;
        await say(`step ${position.steps}: gradient not finite, step thrown away`);
      }
      if (position.steps % REPORT_EVERY_STEPS === 0) {
        const elapsed = (performance.now() - window.started) / 1000;
        await say(
          `step ${position.steps} loss ${(window.loss / REPORT_EVERY_STEPS).toFixed(3)} ` +
            `norm ${(window.norm / REPORT_EVERY_STEPS).toFixed(2)} rate ${rateAt(config, position.steps).toExponential(2)} ` +
            `${(window.seconds / elapsed).toFixed(0)} × real time`,
        );
        window = { loss: 0, norm: 0, seconds: 0, started: performance.now(), skipped: 0 };
      }
      if (position.steps % config.checkpointEverySteps === 0) await save();
      if (position.steps % config.evaluateEverySteps === 0) {
        await evaluate();
        window.started = performance.now();
      }
      // Lets a signal or a message in: a step blocks the event loop.
      await new Promise((resolve) => setImmediate(resolve));
    }
    await save();
    await evaluate();
    await writeBundle(
      config.bundleFolder,
      {
        name: config.name,
        language: 'en',
        created: new Date().toISOString(),
        licence: config.licence,
        credit: config.credit,
        network: spec,
        units: LETTERS,
        featureMean: Array.from(statistics.mean),
        featureDeviation: Array.from(statistics.deviation),
      },
      toArrays(learner.weights),
      'F16',
    );
    const kept = path.join(config.bundleFolder, 'training');
    await mkdir(kept, { recursive: true });
    await copyFile(options.configFile, path.join(kept, 'config.json'));
    await copyFile(path.join(config.runFolder, 'log.txt'), path.join(kept, 'log.txt'));
    await say(`bundle written to ${config.bundleFolder}`);
  } finally {
    learner.close();
  }
}

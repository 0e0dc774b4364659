/**
 * What a training step of the acoustic network costs, in the forms in which utterances are heard, and what its output
 * layers with their losses cost alone: a network of four layers learns from random numbers.
 * @module
 */
import { CHUNK_STEPS, CONTEXT_STEPS } from '../acoustic/acoustic-network';
import { outputsOf, layerOutputSize, type AcousticSpec } from '../acoustic/acoustic-spec';
import { Random } from '../base/random';
import { STEP_SECONDS, STEP_SIZE } from '../features/definition';
import type { NamedTensors } from '../recurrent/optimiser';
import { loadTensorflow, type Tensorflow } from '../tensor/backend';
import { AcousticLearner } from '../training/acoustic-learner';
import { layOut, type Batch } from '../training/batch';
import { initialWeights } from '../training/initial-weights';
import type { LearnerOptions } from '../training/learner-options';
import { OutputLayers } from '../training/output-layers';
import { toTensors } from '../training/weight-tensors';
import { alternate, secondsOf, type Contestant } from './alternate';
import { asText, type Spread } from './spread';

/** Utterances of a batch, and the steps of each. */
export interface StepSizes {
  readonly batch: number;
  readonly steps: number;
}

/** × real time by form. */
export type StepFigures = Readonly<Record<string, Spread>>;

/** The fourth English model's size, and the batches that it learned from: pieces of recordings, and whole ones. */
const SPEC: AcousticSpec = {
  kind: 'recurrent',
  cell: 'gru',
  bidirectional: true,
  inputSize: STEP_SIZE,
  units: 256,
  layers: 4,
  residualFrom: 3,
  classes: 29,
  phones: 40,
};
const USUAL: readonly StepSizes[] = [
  { batch: 32, steps: 120 },
  { batch: 20, steps: 400 },
];
const BLOCK_STEPS = CHUNK_STEPS;
const RATE = 1e-4;

function drawn(random: Random, { batch, steps }: StepSizes, spec: AcousticSpec): Batch {
  const labels = (classes: number, each: number): Int32Array =>
    Int32Array.from({ length: Math.floor(steps / each) }, () => random.integer(classes - 1));
  const examples = Array.from({ length: batch }, () => ({
    steps: Float32Array.from({ length: steps * STEP_SIZE }, () => random.normal()),
    stepCount: steps,
    labels: labels(spec.classes, 3),
    phones: labels(spec.phones ?? 2, 3.5),
  }));
  return layOut(examples, BLOCK_STEPS);
}

/** Every phone as probable as any other, whatever came before: the sums cost the same. */
function evenTrigram({ phones = 1 }: AcousticSpec): NonNullable<LearnerOptions['trigram']> {
  const units = phones - 1;
  const probabilities = new Float64Array(phones * phones * units).fill(1 / units);
  return { units, probabilities };
}

/** How the utterances are heard, by what the learner is told of it. */
const FORMS: Readonly<Record<string, Partial<LearnerOptions>>> = {
  whole: {},
  'in chunks of 0.6 s, 0.36 s to come': {
    chunks: { chunk: 1, context: 1, contextSteps: CONTEXT_STEPS },
  },
};

/** The output layers alone, with their losses and gradients. */
async function outputsAlone(
  tf: Tensorflow,
  spec: AcousticSpec,
  options: LearnerOptions,
  weights: NamedTensors,
  batch: Batch,
): Promise<Contestant & { close(): void }> {
  const layers = await OutputLayers.compile(spec, options);
  const top = batch.blocks.map(() =>
    tf.randomNormal([BLOCK_STEPS, batch.size, layerOutputSize(spec)]),
  );
  const padding = batch.padding.map((block) => tf.tensor2d(block, [BLOCK_STEPS, batch.size]));
  const tops = new Map(outputsOf(spec).map(({ name }) => [name, top]));
  return {
    run: () =>
      secondsOf(async () => {
        const { dTops, gradients } = await layers.learn(weights, tops, padding, batch);
        tf.dispose([gradients, [...dTops.values()].flat()]);
      }),
    close() {
      layers.close();
      tf.dispose([top, padding]);
    },
  };
}

async function measureSizes(
  sizes: StepSizes,
  runs: number,
  spec: AcousticSpec,
): Promise<StepFigures> {
  const tf = await loadTensorflow();
  const random = new Random(1);
  const batch = drawn(random, sizes, spec);
  const options: LearnerOptions = {
    ...{ beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01, clipNorm: 1 },
    ...{ dropout: 0.1, blockSteps: BLOCK_STEPS },
    trigram: evenTrigram(spec),
  };
  const first = initialWeights(spec, random);
  const contestants: Record<string, Contestant> = {};
  const opened: { close(): void }[] = [];
  for (const [name, form] of Object.entries(FORMS)) {
    const learner = await AcousticLearner.create(
      spec,
      { ...options, ...form },
      toTensors(tf, first),
    );
    const dropout = new Random(2);
    opened.push(learner);
    contestants[name] = {
      run: () =>
        secondsOf(async () => {
          await learner.step(batch, RATE, dropout);
        }),
    };
  }
  const weights = toTensors(tf, first);
  const alone = await outputsAlone(tf, spec, options, weights, batch);
  contestants['output layers and losses alone'] = alone;
  const figures = await alternate(contestants, runs, sizes.batch * sizes.steps * STEP_SECONDS);
  for (const one of [...opened, alone]) one.close();
  tf.dispose(weights);
  return figures as StepFigures;
}

/** Measures all forms, for batches of each of the sizes; key: `32 × 3.6 s`. */
export async function measureTrainingStep(
  runs: number,
  sizes: readonly StepSizes[] = USUAL,
  spec: AcousticSpec = SPEC,
): Promise<Readonly<Record<string, StepFigures>>> {
  const figures: Record<string, StepFigures> = {};
  for (const size of sizes) {
    const name = `${size.batch} × ${(size.steps * STEP_SECONDS).toFixed(1)} s`;
    figures[name] = await measureSizes(size, runs, spec);
  }
  return figures;
}

/** As a Markdown table. */
export function trainingStepTable(figures: Readonly<Record<string, StepFigures>>): string {
  const rows = Object.entries(figures).flatMap(([size, forms]) =>
    Object.entries(forms).map(([form, speed]) => `| ${size} | ${form} | ${asText(speed)} |`),
  );
  return [
    '| batch | heard | × real time, median (least–most) |',
    '| --- | --- | --: |',
    ...rows,
  ].join('\n');
}

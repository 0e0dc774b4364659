/**
 * Speed of the recurrent engine: a stack of bidirectional layers, forward, and as a whole training step (forward,
 * CTC, backward through time, clipping, AdamW), in seconds of audio a second.
 * @module
 */
import { underPrefix, type AcousticSpec } from '../acoustic/acoustic-spec';
import { Random } from '../base/random';
import type { WeightArray } from '../bundle/weights-file';
import { STEP_SECONDS, STEP_SIZE } from '../features/definition';
import { layerReference } from '../recurrent/cell-reference';
import type { CellName } from '../recurrent/cell';
import { CELLS } from '../recurrent/cells';
import { RecurrentLayer } from '../recurrent/recurrent-layer';
import { loadTensorflow, type Tensor, type Tensorflow } from '../tensor/backend';
import { AcousticLearner } from '../training/acoustic-learner';
import { layOut, type Batch } from '../training/batch';
import { initialWeights } from '../training/initial-weights';
import { toTensors } from '../training/weight-tensors';
import { spreadOf, type Spread } from './spread';

/** What is measured: three layers of 2 × 256 units over 10 s, as in the shipped model, of each cell. */
export function engineSpec(cell: CellName): AcousticSpec {
  return {
    kind: 'recurrent',
    cell,
    bidirectional: true,
    inputSize: STEP_SIZE,
    units: 256,
    layers: 3,
    classes: 29,
  };
}
/** 10 s. */
export const ENGINE_STEPS = 333;
/** Nine blocks make the 333 steps, without padding. */
const BLOCK_STEPS = 37;
const LABELS = 100;
const SEED = 1;

/** The weights that are measured with, always the same. */
export function engineWeights(cell: CellName): Record<string, WeightArray> {
  return initialWeights(engineSpec(cell), new Random(SEED));
}

/** The input that is measured with, T·B·I values, time-major. */
export function engineInput(batch: number): Float32Array {
  const random = new Random(SEED + batch);
  return Float32Array.from({ length: ENGINE_STEPS * batch * STEP_SIZE }, () => random.normal());
}

/** × real time of `runs` calls of `work`, each on `batch` utterances; one more call warms up. */
export async function timesRealTime(
  batch: number,
  runs: number,
  work: () => Promise<void> | void,
): Promise<Spread> {
  await work();
  const speeds: number[] = [];
  for (let run = 0; run < runs; run++) {
    const started = performance.now();
    await work();
    const seconds = (performance.now() - started) / 1000;
    speeds.push((batch * ENGINE_STEPS * STEP_SECONDS) / seconds);
  }
  return spreadOf(speeds);
}

/** The compiled stack of layers for one batch size; `run` gives the top layer's blocks. */
async function compiledStack(
  tf: Tensorflow,
  cell: CellName,
  batch: number,
): Promise<{ run(): Tensor[]; close(): void }> {
  const { units, layers: depth } = engineSpec(cell);
  const weights = toTensors(tf, engineWeights(cell));
  const compile = (inputSize: number): Promise<RecurrentLayer> =>
    RecurrentLayer.compile(
      CELLS[cell],
      { batch, steps: BLOCK_STEPS, inputSize, units },
      { training: false },
    );
  const [first, other] = [await compile(STEP_SIZE), await compile(2 * units)];
  const count = ENGINE_STEPS / BLOCK_STEPS;
  const input = tf.tidy(() =>
    tf.split(tf.tensor3d(engineInput(batch), [ENGINE_STEPS, batch, STEP_SIZE]), count),
  );
  const padding = input.map(() => tf.zeros([BLOCK_STEPS, batch]));
  return {
    run() {
      let blocks: Tensor[] = input;
      for (let index = 0; index < depth; index++) {
        const layer = index === 0 ? first : other;
        const pass = layer.forward(underPrefix(weights, `layer${index}`), blocks, padding);
        if (index > 0) tf.dispose(blocks);
        blocks = pass.blocks;
      }
      return blocks;
    },
    close() {
      first.close();
      other.close();
      tf.dispose([weights, input, padding]);
    },
  };
}

/** Values of the top layer, T·B·2H, time-major: what a peer must agree with. */
export async function forwardValues(cell: CellName, batch: number): Promise<Float32Array> {
  const tf = await loadTensorflow();
  const stack = await compiledStack(tf, cell, batch);
  const blocks = stack.run();
  const all = tf.concat(blocks);
  const values = all.dataSync() as Float32Array;
  tf.dispose([all, blocks]);
  stack.close();
  return values;
}

/** Forward pass on compiled graphs. */
export async function measureForward(cell: CellName, batch: number, runs: number): Promise<Spread> {
  const tf = await loadTensorflow();
  const stack = await compiledStack(tf, cell, batch);
  const spread = await timesRealTime(batch, runs, () => {
    const blocks = stack.run();
    blocks.at(-1)?.dataSync();
    tf.dispose(blocks);
  });
  stack.close();
  return spread;
}

/** Forward pass of the eager reference. */
export async function measureReference(
  cell: CellName,
  batch: number,
  runs: number,
): Promise<Spread> {
  const tf = await loadTensorflow();
  const weights = toTensors(tf, engineWeights(cell));
  const input = tf.tensor3d(engineInput(batch), [ENGINE_STEPS, batch, STEP_SIZE]);
  const padding = tf.zeros([ENGINE_STEPS, batch]);
  const spread = await timesRealTime(batch, runs, () => {
    tf.tidy(() => {
      let x: Tensor = input;
      for (let index = 0; index < engineSpec(cell).layers; index++) {
        x = layerReference(tf, cell, underPrefix(weights, `layer${index}`), { x, padding });
      }
      x.dataSync();
    });
  });
  tf.dispose([weights, input, padding]);
  return spread;
}

function engineBatch(size: number, classes: number): Batch {
  const random = new Random(SEED);
  const values = engineInput(size);
  const examples = Array.from({ length: size }, (_, b) => ({
    steps: values.subarray(b * ENGINE_STEPS * STEP_SIZE, (b + 1) * ENGINE_STEPS * STEP_SIZE),
    stepCount: ENGINE_STEPS,
    labels: Int32Array.from({ length: LABELS }, () => random.integer(classes - 1)),
  }));
  return layOut(examples, BLOCK_STEPS);
}

/** A whole training step. */
export async function measureTraining(
  cell: CellName,
  batch: number,
  runs: number,
): Promise<Spread> {
  const tf = await loadTensorflow();
  const options = {
    blockSteps: BLOCK_STEPS,
    dropout: 0.1,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    weightDecay: 0.01,
    clipNorm: 1,
  };
  const weights = toTensors(tf, engineWeights(cell));
  const learner = await AcousticLearner.create(engineSpec(cell), options, weights);
  const data = engineBatch(batch, engineSpec(cell).classes);
  const random = new Random(SEED);
  const spread = await timesRealTime(batch, runs, async () => {
    await learner.step(data, 1e-3, random);
  });
  learner.close();
  return spread;
}

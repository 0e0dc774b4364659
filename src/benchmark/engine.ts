/**
 * The recurrent engine as work to be timed: a stack of bidirectional layers, forward, and as a whole training step
 * (forward, CTC, backward through time, clipping, AdamW).
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
import { loadTensorflow, type Tensor } from '../tensor/backend';
import type { ProductType } from '../tensor/graph-builder';
import { AcousticLearner } from '../training/acoustic-learner';
import { layOut, type Batch } from '../training/batch';
import { initialWeights } from '../training/initial-weights';
import { toTensors } from '../training/weight-tensors';
import { secondsOf, type Contestant } from './alternate';

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
/** Three blocks make the 333 steps, without padding. */
const BLOCK_STEPS = 111;
/** Labels of an utterance in training. */
export const LABELS = 100;
const SEED = 1;

/** Work with what it holds. */
export interface EngineWork extends Contestant {
  close(): void;
}

/** Seconds of audio in one run. */
export function audioSeconds(batch: number): number {
  return batch * ENGINE_STEPS * STEP_SECONDS;
}

/** The weights that are measured with, always the same. */
export function engineWeights(cell: CellName): Record<string, WeightArray> {
  return initialWeights(engineSpec(cell), new Random(SEED));
}

/** The input that is measured with, T·B·I values, time-major. */
export function engineInput(batch: number): Float32Array {
  const random = new Random(SEED + batch);
  return Float32Array.from({ length: ENGINE_STEPS * batch * STEP_SIZE }, () => random.normal());
}

/** How the forward pass is compiled. */
export interface ForwardOptions {
  readonly products?: ProductType;
  /** Steps of a block; it divides {@link ENGINE_STEPS}. */
  readonly blockSteps?: number;
}

/** Forward pass on compiled graphs; `values` gives the top layer's, T·B·2H, time-major. */
export async function forwardWork(
  cell: CellName,
  batch: number,
  { products = 'float32', blockSteps = BLOCK_STEPS }: ForwardOptions = {},
): Promise<EngineWork & { values(): Float32Array }> {
  const tf = await loadTensorflow();
  const { units, layers: depth } = engineSpec(cell);
  const weights = toTensors(tf, engineWeights(cell));
  const compile = (inputSize: number): Promise<RecurrentLayer> =>
    RecurrentLayer.compile(
      CELLS[cell],
      { batch, steps: blockSteps, inputSize, units },
      { training: false, products },
    );
  const [first, other] = [await compile(STEP_SIZE), await compile(2 * units)];
  const count = ENGINE_STEPS / blockSteps;
  const input = tf.tidy(() =>
    tf.split(tf.tensor3d(engineInput(batch), [ENGINE_STEPS, batch, STEP_SIZE]), count),
  );
  const padding = input.map(() => tf.zeros([blockSteps, batch]));
  const climb = (): Tensor[] => {
    let blocks: Tensor[] = input;
    for (let index = 0; index < depth; index++) {
      const layer = index === 0 ? first : other;
      const pass = layer.forward(underPrefix(weights, `layer${index}`), blocks, padding);
      if (index > 0) tf.dispose(blocks);
      blocks = pass.blocks;
    }
    return blocks;
  };
  return {
    run: () =>
      secondsOf(() => {
        const blocks = climb();
        blocks.at(-1)?.dataSync();
        tf.dispose(blocks);
      }),
    values() {
      const blocks = climb();
      const all = tf.concat(blocks);
      const values = all.dataSync() as Float32Array;
      tf.dispose([all, blocks]);
      return values;
    },
    close() {
      first.close();
      other.close();
      tf.dispose([weights, input, padding]);
    },
  };
}

/** Forward pass of the eager reference. */
export async function referenceWork(cell: CellName, batch: number): Promise<EngineWork> {
  const tf = await loadTensorflow();
  const weights = toTensors(tf, engineWeights(cell));
  const input = tf.tensor3d(engineInput(batch), [ENGINE_STEPS, batch, STEP_SIZE]);
  const padding = tf.zeros([ENGINE_STEPS, batch]);
  return {
    run: () =>
      secondsOf(() => {
        tf.tidy(() => {
          let x: Tensor = input;
          for (let index = 0; index < engineSpec(cell).layers; index++) {
            x = layerReference(tf, cell, underPrefix(weights, `layer${index}`), { x, padding });
          }
          x.dataSync();
        });
      }),
    close() {
      tf.dispose([weights, input, padding]);
    },
  };
}

function engineBatch(size: number, classes: number, blockSteps: number): Batch {
  const random = new Random(SEED);
  const values = engineInput(size);
  const examples = Array.from({ length: size }, (_, b) => ({
    steps: values.subarray(b * ENGINE_STEPS * STEP_SIZE, (b + 1) * ENGINE_STEPS * STEP_SIZE),
    stepCount: ENGINE_STEPS,
    labels: Int32Array.from({ length: LABELS }, () => random.integer(classes - 1)),
  }));
  return layOut(examples, blockSteps);
}

/** A whole training step. */
export async function trainingWork(
  cell: CellName,
  batch: number,
  { products = 'float32', blockSteps = BLOCK_STEPS }: ForwardOptions = {},
): Promise<EngineWork> {
  const tf = await loadTensorflow();
  const options = {
    ...{ blockSteps, products, dropout: 0.1 },
    ...{ beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01, clipNorm: 1 },
  };
  const spec = engineSpec(cell);
  const learner = await AcousticLearner.create(spec, options, toTensors(tf, engineWeights(cell)));
  const data = engineBatch(batch, spec.classes, blockSteps);
  const random = new Random(SEED);
  return {
    run: () =>
      secondsOf(async () => {
        await learner.step(data, 1e-3, random);
      }),
    close() {
      learner.close();
    },
  };
}

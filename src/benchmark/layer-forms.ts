/**
 * The engine's own layer in several forms: block lengths, steps written out or in a loop, directions beside or behind each
 * other. S steps of a block, B batch, H units of a direction.
 * @module
 */
import { DIRECTIONS, type Direction, type RecurrentCell } from '../recurrent/cell';
import { CELLS } from '../recurrent/cells';
import { RecurrentLayer, type LayerWeights } from '../recurrent/recurrent-layer';
import type { Tensor } from '../tensor/backend';
import type { ProductType } from '../tensor/graph-builder';
import type { Kind } from './engine-figures';
import { INPUT, UNITS, prepared, type Parts, type Variant } from './variant-parts';

/** What sets one form apart from the others. */
export interface LayerForm {
  /** Steps of a block, which divide all steps. */
  readonly block: number;
  /** The GRU, step after step, if not given. */
  readonly cell?: RecurrentCell;
  readonly products?: ProductType;
  /** One direction after the other, not beside it. */
  readonly apart?: boolean;
}

/** What a pass gives; `gradients` of a training pass only. */
interface Passed {
  /** Outputs [S, B, D·H] of the layer, or gradients [S, B, I] of its inputs. */
  readonly blocks: readonly Tensor[];
  readonly gradients: LayerWeights;
}

/** A layer of some directions, with what belongs to them. */
interface Part {
  readonly layer: RecurrentLayer;
  readonly weights: LayerWeights;
  readonly dBlocks: readonly Tensor[];
}

async function compileParts(
  { tf, batch, steps, dy, weights }: Parts,
  { block, cell = CELLS.gru, products = 'float32', apart = false }: LayerForm,
  training: boolean,
): Promise<Part[]> {
  const sets: readonly (readonly Direction[])[] = apart
    ? [['forward'], ['backward']]
    : [DIRECTIONS];
  const shape = { batch, steps: block, inputSize: INPUT, units: UNITS };
  const dOutputs = tf.split(dy, sets.length, 2);
  const parts: Part[] = [];
  for (const [i, directions] of sets.entries()) {
    const own = Object.entries(weights).filter(([name]) =>
      directions.some((d) => name.startsWith(d)),
    );
    parts.push({
      layer: await RecurrentLayer.compile(cell, shape, { training, directions, products }),
      weights: Object.fromEntries(own),
      dBlocks: training ? tf.split(dOutputs[i] ?? dy, steps / block) : [],
    });
  }
  tf.dispose(dOutputs);
  return parts;
}

/** Forward: [T, B, 2H]. Training: gradients of the inputs [T, B, I] and of all weights, flat. */
function valuesOf({ tf, batch, steps }: Parts, kind: Kind, passed: readonly Passed[]): Tensor {
  const wholes = passed.map(({ blocks }) => tf.concat([...blocks]));
  if (kind === 'forward') return tf.concat(wholes, 2);
  // A sum over n steps of random gradients grows as √n.
  const scale = 1 / Math.sqrt(steps * batch);
  const weights = passed.flatMap(({ gradients }) =>
    Object.values(gradients).map((gradient) => tf.mul(gradient, scale)),
  );
  return tf.concat([tf.addN(wholes), ...weights].map((all) => tf.reshape(all, [-1])));
}

/**
 * One form of the layer, made ready.
 * @param kind `forward`, or `train`: forward and backward, to the gradients of inputs and weights.
 */
export function layerForm(parts: Parts, kind: Kind, form: LayerForm): Promise<Variant> {
  const { tf, batch, steps, x } = parts;
  return prepared(async () => {
    const training = kind === 'train';
    const layers = await compileParts(parts, form, training);
    const blocks = tf.split(x, steps / form.block);
    const padding = blocks.map(() => tf.zeros([form.block, batch]));
    const pass = (): Passed[] =>
      layers.map(({ layer, weights, dBlocks }) => {
        const forward = layer.forward(weights, blocks, padding);
        if (!training) return { blocks: forward.blocks, gradients: {} };
        const sums = Object.entries(weights).map(([name, w]) => [name, tf.zerosLike(w)] as const);
        const back = layer.backward(weights, forward, dBlocks, Object.fromEntries(sums));
        tf.dispose(forward.blocks);
        return { blocks: back.dInputs, gradients: back.gradients };
      });
    const dispose = (passed: Passed[]): void => {
      for (const { blocks: made, gradients } of passed) tf.dispose([[...made], { ...gradients }]);
    };
    return {
      work() {
        const passed = pass();
        for (const { blocks: made } of passed) made.at(-1)?.dataSync();
        dispose(passed);
      },
      values() {
        const passed = pass();
        const all = tf.tidy(() => valuesOf(parts, kind, passed));
        const values = all.dataSync() as Float32Array;
        all.dispose();
        dispose(passed);
        return values;
      },
      close() {
        for (const { layer, dBlocks } of layers) {
          layer.close();
          tf.dispose([...dBlocks]);
        }
        tf.dispose([blocks, padding]);
      },
    };
  });
}

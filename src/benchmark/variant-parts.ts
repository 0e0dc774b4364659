/**
 * What all forms of a layer that are compared have in common: the drawn input and weights, and how a form is made ready.
 * T steps, B batch, H units of a direction.
 * @module
 */
import { Random } from '../base/random';
import { DIRECTIONS } from '../recurrent/cell';
import { CELLS } from '../recurrent/cells';
import type { Tensor, Tensorflow } from '../tensor/backend';
import { secondsOf, type Contestant } from './alternate';

/** Units of a direction and input size of the layer. */
export const [UNITS, INPUT] = [256, 512];
const SEED = 3;

/** One form, ready to run. */
export interface Variant extends Contestant {
  /** To compile and run for the first time. */
  readonly preparationSeconds: number;
  /** What it computes, in one order for all; not there where it computes something else than the others. */
  values?(): Float32Array;
  close(): void;
}

/** What goes into every form. */
export interface Parts {
  readonly tf: Tensorflow;
  readonly batch: number;
  readonly steps: number;
  /** [T, B, I]. */
  readonly x: Tensor;
  /** Gradient by the output, [T, B, 2H]. */
  readonly dy: Tensor;
  /** By `direction/name`. */
  readonly weights: Readonly<Record<string, Tensor>>;
}

/** The same numbers at every call; the tensors are the caller's. */
export function drawParts(tf: Tensorflow, batch: number, steps: number): Parts {
  const random = new Random(SEED);
  const drawn = (shape: readonly number[], scale: number): Tensor => {
    const size = shape.reduce((a, b) => a * b, 1);
    const values = Float32Array.from({ length: size }, () => random.normal() * scale);
    return tf.tensor(values, [...shape]);
  };
  const shapes = Object.entries(CELLS.gru.parameterShapes(INPUT, UNITS));
  const weights = DIRECTIONS.flatMap((d) =>
    shapes.map(([name, shape]) => [`${d}/${name}`, drawn(shape, 1 / Math.sqrt(UNITS))] as const),
  );
  return {
    tf,
    batch,
    steps,
    x: drawn([steps, batch, INPUT], 1),
    dy: drawn([steps, batch, 2 * UNITS], 1),
    weights: Object.fromEntries(weights),
  };
}

/** Makes a form: times its first run. */
export async function prepared(
  make: () => Promise<Omit<Variant, 'preparationSeconds' | 'run'> & { work: () => void }>,
): Promise<Variant> {
  const started = performance.now();
  const { work, ...rest } = await make();
  work();
  const preparationSeconds = (performance.now() - started) / 1000;
  return { ...rest, preparationSeconds, run: () => secondsOf(work) };
}

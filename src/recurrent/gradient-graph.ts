/**
 * What every optimiser's graph does with gradients before its own rule: clips them by value, then by their joint
 * norm, then adds the gradients of penalties.
 * Order as in PyTorch: clip_grad_value_, clip_grad_norm_, then what its SGD and Adam call weight_decay; a penalty is
 * never what explodes, so it is not clipped.
 * @module
 */
import { minimum, sign } from '../tensor/array-operations';
import type { GraphBuilder, Symbolic } from '../tensor/graph-builder';
import * as op from '../tensor/graph-operations';

/** What every optimiser takes. */
export interface GradientOptions {
  /** Gradients whose joint norm is larger are scaled down to it. */
  readonly clipNorm: number;
  /** Each value of a gradient is kept within ± this, before the norm is looked at; no limit if not given. */
  readonly clipValue?: number;
  /** Penalty l1 · Σ|w| in the loss; matrices only, never biases; 0 if not given. */
  readonly l1?: number;
  /** Penalty l2 / 2 · Σw² in the loss; matrices only, never biases; 0 if not given. Not the decoupled decay. */
  readonly l2?: number;
}

function normOf(g: GraphBuilder, gradients: readonly Symbolic[]): Symbolic {
  const squares = gradients.map((x) =>
    op.sum(
      g,
      op.square(g, x),
      x.shape.map((_, i) => i),
    ),
  );
  return op.squareRoot(g, op.addAll(g, squares));
}

/**
 * Adds the inputs `p` and `p/gradient` of every parameter, and the output `norm`, the gradients' joint norm before
 * clipping.
 * @returns By name, the parameter and the gradient to go down.
 */
export function preparedGradients(
  g: GraphBuilder,
  shapes: Readonly<Record<string, readonly number[]>>,
  { clipNorm, clipValue, l1 = 0, l2 = 0 }: GradientOptions,
): Map<string, { parameter: Symbolic; gradient: Symbolic }> {
  const names = Object.keys(shapes);
  const raw = names.map((name) => g.input(`${name}/gradient`, shapes[name]!));
  const norm = normOf(g, raw);
  g.output('norm', norm);
  const within = (x: Symbolic, limit: number): Symbolic =>
    op.maximum(g, minimum(g, x, op.scalar(g, limit)), op.scalar(g, -limit));
  const limited = clipValue === undefined ? raw : raw.map((x) => within(x, clipValue));
  const limitedNorm = clipValue === undefined ? norm : normOf(g, limited);
  const clip = op.scalar(g, clipNorm);
  // min(1, clip / norm), without a division by zero
  const scale = op.divide(g, clip, op.maximum(g, limitedNorm, clip));
  const prepared = new Map<string, { parameter: Symbolic; gradient: Symbolic }>();
  for (const [i, name] of names.entries()) {
    const parameter = g.input(name, shapes[name]!);
    const parts = [op.multiply(g, limited[i]!, scale)];
    if (shapes[name]!.length > 1) {
      if (l1 > 0) parts.push(op.multiply(g, sign(g, parameter), op.scalar(g, l1)));
      if (l2 > 0) parts.push(op.multiply(g, parameter, op.scalar(g, l2)));
    }
    const gradient = parts.length > 1 ? op.addAll(g, parts) : parts[0]!;
    prepared.set(name, { parameter, gradient });
  }
  return prepared;
}

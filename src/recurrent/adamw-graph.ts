/**
 * Gradient clipping by global norm and one AdamW step for all parameters, as one graph.
 * Source: Loshchilov and Hutter 2019, "Decoupled Weight Decay Regularization", algorithm 2.
 * @module
 */
import { GraphBuilder, type Symbolic } from '../tensor/graph-builder';
import * as op from '../tensor/graph-operations';

/** Constants of the optimiser. */
export interface AdamWOptions {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Multiplied by the rate at every step; matrices only, never biases. */
  readonly weightDecay: number;
  /** Gradients whose joint norm is larger are scaled down to it. */
  readonly clipNorm: number;
}

/**
 * Inputs for every parameter p: `p`, `p/gradient`, `p/mean`, `p/square`, and the scalars `rate`, `correction1` =
 * 1 / (1 − β₁ᵗ), `correction2` = 1 / (1 − β₂ᵗ). Outputs: new `p`, `p/mean`, `p/square`, and `norm`, the joint
 * norm before clipping: not finite where the step must be thrown away.
 */
export function adamWGraph(
  shapes: Readonly<Record<string, readonly number[]>>,
  options: AdamWOptions,
): GraphBuilder {
  const g = new GraphBuilder();
  const rate = g.input('rate', []);
  const correction1 = g.input('correction1', []);
  const correction2 = g.input('correction2', []);
  const names = Object.keys(shapes);
  const gradients = names.map((name) => g.input(`${name}/gradient`, shapes[name]!));
  const allAxes = (x: Symbolic): number[] => x.shape.map((_, i) => i);
  const squares = gradients.map((x) => op.sum(g, op.square(g, x), allAxes(x)));
  const norm = op.squareRoot(g, op.addAll(g, squares));
  g.output('norm', norm);
  const clip = op.scalar(g, options.clipNorm);
  // min(1, clip / norm), without a division by zero
  const scale = op.divide(g, clip, op.maximum(g, norm, clip));
  for (const [i, name] of names.entries()) {
    g.scope(name.replaceAll('/', '_'), () => {
      const shape = shapes[name]!;
      const parameter = g.input(name, shape);
      const gradient = op.multiply(g, gradients[i]!, scale);
      const mix = (old: Symbolic, fresh: Symbolic, beta: number): Symbolic =>
        op.add(
          g,
          op.multiply(g, old, op.scalar(g, beta)),
          op.multiply(g, fresh, op.scalar(g, 1 - beta)),
        );
      const mean = mix(g.input(`${name}/mean`, shape), gradient, options.beta1);
      const squared = mix(g.input(`${name}/square`, shape), op.square(g, gradient), options.beta2);
      const deviation = op.squareRoot(g, op.multiply(g, squared, correction2));
      const direction = op.divide(
        g,
        op.multiply(g, mean, correction1),
        op.add(g, deviation, op.scalar(g, options.epsilon)),
      );
      const decay = shape.length > 1 ? options.weightDecay : 0;
      const update =
        decay > 0
          ? op.add(g, direction, op.multiply(g, parameter, op.scalar(g, decay)))
          : direction;
      g.output(name, op.subtract(g, parameter, op.multiply(g, rate, update)));
      g.output(`${name}/mean`, mean);
      g.output(`${name}/square`, squared);
    });
  }
  return g;
}

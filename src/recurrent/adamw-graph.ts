/**
 * One AdamW step for all parameters as one graph.
 * Source: Loshchilov and Hutter 2019, "Decoupled Weight Decay Regularization", algorithm 2.
 * @module
 */
import { GraphBuilder, type Symbolic } from '../tensor/graph-builder';
import * as op from '../tensor/graph-operations';
import { preparedGradients, type GradientOptions } from './gradient-graph';

/** Constants of the optimiser. */
export interface AdamWOptions extends GradientOptions {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Multiplied by the rate at every step; matrices only, never biases. */
  readonly weightDecay: number;
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
  const g = new GraphBuilder('float32', 'adamw');
  const rate = g.input('rate', []);
  const correction1 = g.input('correction1', []);
  const correction2 = g.input('correction2', []);
  for (const [name, { parameter, gradient }] of preparedGradients(g, shapes, options)) {
    g.scope(name.replaceAll('/', '_'), () => {
      const { shape } = parameter;
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

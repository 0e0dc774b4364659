/**
 * Gradient descent with momentum, plain or Nesterov's.
 * Equations as PyTorch's SGD has them: v ← μ·v + g; then w ← w − rate · v, or with Nesterov w ← w − rate · (g + μ·v).
 * Source: Sutskever et al. 2013, "On the importance of initialization and momentum in deep learning".
 * @module
 */
import { GraphBuilder } from '../tensor/graph-builder';
import * as op from '../tensor/graph-operations';
import { preparedGradients, type GradientOptions } from './gradient-graph';
import { Optimiser, type NamedTensors, type OptimiserState } from './optimiser';

/** Constants of the optimiser. */
export interface SgdOptions extends GradientOptions {
  /** μ; with 0 nothing is remembered. */
  readonly momentum: number;
  readonly nesterov: boolean;
}

function sgdGraph(
  shapes: Readonly<Record<string, readonly number[]>>,
  options: SgdOptions,
): GraphBuilder {
  const g = new GraphBuilder('float32', 'sgd');
  const rate = g.input('rate', []);
  const momentum = op.scalar(g, options.momentum);
  for (const [name, { parameter, gradient }] of preparedGradients(g, shapes, options)) {
    g.scope(name.replaceAll('/', '_'), () => {
      let direction = gradient;
      if (options.momentum > 0) {
        const old = g.input(`${name}/mean`, parameter.shape);
        const velocity = op.add(g, op.multiply(g, old, momentum), gradient);
        g.output(`${name}/mean`, velocity);
        direction = options.nesterov
          ? op.add(g, gradient, op.multiply(g, velocity, momentum))
          : velocity;
      }
      g.output(name, op.subtract(g, parameter, op.multiply(g, rate, direction)));
    });
  }
  return g;
}

/**
 * An optimiser that follows the rule; takes over `weights` and `state`.
 * @throws RangeError for Nesterov without momentum.
 */
export async function compileSgd(
  weights: NamedTensors,
  options: SgdOptions,
  state?: OptimiserState,
): Promise<Optimiser> {
  if (options.nesterov && !(options.momentum > 0)) {
    throw new RangeError("Cannot use Nesterov's rule as it needs a momentum above 0");
  }
  return Optimiser.compile(
    {
      memories: options.momentum > 0 ? ['means'] : [],
      graph: (shapes) => sgdGraph(shapes, options),
      scalars: (_, rate) => ({ rate }),
    },
    weights,
    state,
  );
}

/**
 * A residual connection around a layer, as graphs: y = x + f(x), so dx = dy + f'(x)·dy.
 * Source: He et al. 2016, "Deep Residual Learning for Image Recognition", equation 1.
 * @module
 */
import * as op from '../tensor/graph-operations';
import type { GraphLayer } from './graph-layer';

/** Wraps a layer whose input `x` and output `y` have one shape; weights, tape and other inputs keep their names. */
export function residual(inner: GraphLayer): GraphLayer {
  return {
    ...inner,
    name: `residual_${inner.name}`,
    forward(g, v) {
      const { outputs, tape } = inner.forward(g, v);
      const y = op.add(g, v('x'), outputs['y']!);
      return { outputs: { ...outputs, y }, tape: { ...tape, inner: outputs['y']! } };
    },
    backward(g, v, gradients) {
      const own = inner.backward(g, (name) => v(name === 'y' ? 'inner' : name), gradients);
      return { ...own, x: op.add(g, own['x']!, gradients['y']!) };
    },
  };
}

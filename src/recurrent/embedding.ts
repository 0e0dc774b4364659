/**
 * A table of vectors, one a symbol, as graphs: y = table[index]; the gradient of a row is the sum over its uses.
 * @module
 */
import { gather, scatterSum } from '../tensor/array-operations';
import * as op from '../tensor/graph-operations';
import type { GraphLayer } from './graph-layer';

/**
 * Input `indices`, int32 of `shape`, each from 0 to below `count` (an index outside is an error of the graph).
 * Weight: `table` [count, size]. Output: `y` […shape, size].
 */
export function embedding(shape: readonly number[], count: number, size: number): GraphLayer {
  const uses = shape.reduce((a, b) => a * b, 1);
  return {
    name: 'embedding',
    inputs: { indices: shape },
    fixed: ['indices'],
    types: { indices: 'int32' },
    weights: { table: [count, size] },
    forward: (g, v) => ({ outputs: { y: gather(g, v('table'), v('indices')) }, tape: {} }),
    backward(g, v, { y: dy }) {
      const rows = op.reshape(g, dy!, [uses, size]);
      return { table: scatterSum(g, rows, op.reshape(g, v('indices'), [uses]), count) };
    },
  };
}

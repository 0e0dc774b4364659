/**
 * Dropout as graphs and its masks, drawn outside the graph so that a seed repeats a run.
 * Plain: Srivastava et al. 2014, a mask for every value. Variational: Gal and Ghahramani 2016, one mask for all
 * steps of a sequence. Values that stay are divided by their share, so that nothing changes at test time.
 * @module
 */
import type { Random } from '../base/random';
import * as op from '../tensor/graph-operations';
import type { GraphLayer } from './graph-layer';

/** Which values share a draw. */
export type DropoutKind = 'plain' | 'variational';

/** Shape of the mask of x, `shape` [S, B, F]: the variational one is the same at all steps. */
export function dropoutMaskShape(shape: readonly number[], kind: DropoutKind): readonly number[] {
  return kind === 'plain' ? shape : [1, ...shape.slice(1)];
}

/**
 * Draws a mask: 0 with probability `rate`, else 1 / (1 − rate).
 * @throws RangeError unless 0 ≤ rate < 1.
 */
export function drawDropoutMask(
  shape: readonly number[],
  rate: number,
  random: Random,
): Float32Array {
  if (!(rate >= 0 && rate < 1)) {
    throw new RangeError(`Cannot drop out as the rate must be from 0 to below 1: it is ${rate}`);
  }
  const size = shape.reduce((a, b) => a * b, 1);
  const kept = 1 / (1 - rate);
  return Float32Array.from({ length: size }, () => (random.next() < rate ? 0 : kept));
}

/** y = x ∘ mask for x `shape` [S, B, F]; the mask is an input. */
export function dropout(shape: readonly number[], kind: DropoutKind): GraphLayer {
  return {
    name: `dropout_${kind}`,
    inputs: { x: shape, mask: dropoutMaskShape(shape, kind) },
    fixed: ['mask'],
    weights: {},
    forward: (g, v) => ({ outputs: { y: op.multiply(g, v('x'), v('mask')) }, tape: {} }),
    backward: (g, v, { y: dy }) => ({ x: op.multiply(g, dy!, v('mask')) }),
  };
}

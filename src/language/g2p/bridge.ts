/**
 * From the end of a reading to the start of a saying, as graphs: what both directions of the encoder know of the whole
 * word becomes the first state of the decoder.
 * T letters, B words, H units of a direction, D units of the decoder.
 * Source: Bahdanau, Cho and Bengio 2015, appendix A.2.2, with the last states of both directions.
 * @module
 */
import type { GraphBuilder, Symbolic } from '../../tensor/graph-builder';
import * as op from '../../tensor/graph-operations';
import type { GraphLayer } from '../../recurrent/graph-layer';

/** Sizes of the layer; `letters` is at least 2. */
export interface BridgeShape {
  readonly letters: number;
  readonly batch: number;
  readonly encoderUnits: number;
  readonly decoderUnits: number;
}

/** x with zeros before and behind each axis. */
function pad(
  g: GraphBuilder,
  x: Symbolic,
  around: readonly (readonly [number, number])[],
): Symbolic {
  const shape = x.shape.map((size, i) => size + around[i]![0] + around[i]![1]);
  return g.add(
    'Pad',
    [x, g.constant(Int32Array.from(around.flat()), [around.length, 2])],
    { T: { type: x.dtype }, Tpaddings: { type: 'int32' } },
    [{ shape, dtype: x.dtype }],
  )[0]!;
}

/**
 * Input `encoded` [T,B,2H], both directions side by side; a padded letter repeats the forward state before it.
 * Weights: `kernel` [2H,D], `bias` [D]. Output: `state` [B,D] = tanh([forward at T − 1, backward at 0] · kernel + bias).
 */
export function bridge({
  letters: T,
  batch: B,
  encoderUnits: H,
  decoderUnits: D,
}: BridgeShape): GraphLayer {
  const ends = (g: GraphBuilder, encoded: Symbolic): Symbolic => {
    const [first] = op.splitSizes(g, encoded, [1, T - 1], 0);
    const [, last] = op.splitSizes(g, encoded, [T - 1, 1], 0);
    const half = (x: Symbolic, side: number): Symbolic =>
      op.splitSizes(g, op.reshape(g, x, [B, 2 * H]), [H, H], 1)[side]!;
    return op.concat(g, [half(last!, 0), half(first!, 1)], 1);
  };
  return {
    name: 'bridge',
    inputs: { encoded: [T, B, 2 * H] },
    fixed: [],
    weights: { kernel: [2 * H, D], bias: [D] },
    forward(g, v) {
      const sums = op.addBias(g, op.matMul(g, ends(g, v('encoded')), v('kernel')), v('bias'));
      return { outputs: { state: op.tanh(g, sums) }, tape: {} };
    },
    backward(g, v, { state: dState }) {
      const dSums = op.tanhGradient(g, v('state'), dState!);
      const dEnds = op.matMul(g, dSums, v('kernel'), { transposeB: true });
      const [dLast, dFirst] = op
        .splitSizes(g, dEnds, [H, H], 1)
        .map((part) => op.reshape(g, part, [1, B, H])) as [Symbolic, Symbolic];
      const none = [0, 0] as const;
      return {
        encoded: op.add(
          g,
          pad(g, dLast, [[T - 1, 0], none, [0, H]]),
          pad(g, dFirst, [[0, T - 1], none, [H, 0]]),
        ),
        kernel: op.matMul(g, ends(g, v('encoded')), dSums, { transposeA: true }),
        bias: op.sum(g, dSums, [0]),
      };
    },
  };
}

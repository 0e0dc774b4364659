/**
 * A bidirectional GRU layer over sequences of any length: walks them block by block through compiled graphs.
 * S steps of a block, B batch, I input size, H units of a direction; n blocks make a sequence of n·S steps.
 * @module
 */
import type { Tensor } from '@tensorflow/tfjs';
import type { Tensorflow } from '../tensor/backend';
import { loadTensorflow } from '../tensor/backend';
import { CompiledGraph } from '../tensor/compiled-graph';
import {
  DIRECTIONS,
  gruBackwardGraph,
  gruForwardGraph,
  type Direction,
  type GruBlockShape,
} from './gru-graph';

/** Names of a direction's parameters; a layer's weights are `direction/parameter`. */
export const GRU_PARAMETERS = ['kernel', 'recurrent', 'bias', 'candidateBias'] as const;

/** Tensors by `direction/parameter`. */
export type GruWeights = Readonly<Record<string, Tensor>>;

type Feeds = Record<string, Tensor>;

/** What a direction's backward pass needs of one block, beside the weights. */
interface Tape {
  readonly x: Tensor;
  readonly y: Tensor;
  readonly state: Tensor;
  readonly gates: Tensor;
  readonly candidates: Tensor;
  readonly products: Tensor;
}

/** The result of a forward pass. */
export interface GruPass {
  /** Both directions side by side: n tensors [S, B, 2H], owned by the caller. */
  readonly blocks: Tensor[];
  /** Gates and states by direction and block; freed by `backward`. */
  readonly tape: Readonly<Record<Direction, Tape[]>>;
}

/** Shapes of the parameters of one direction. */
export function gruParameterShapes(inputSize: number, units: number): Record<string, number[]> {
  return {
    kernel: [inputSize, 3 * units],
    recurrent: [units, 3 * units],
    bias: [3 * units],
    candidateBias: [units],
  };
}

/** The block that direction `d` works on in round `i` of `n`. */
const blockOf = (d: Direction, i: number, n: number): number => (d === 'forward' ? i : n - 1 - i);

/** One compiled layer shape; the weights come in with every call, so that layers of one shape share it. */
export class GruLayer {
  private constructor(
    private readonly tf: Tensorflow,
    /** What the graphs were compiled for. */
    readonly shape: GruBlockShape,
    private readonly forwardGraph: CompiledGraph,
    private readonly backwardGraph: CompiledGraph | undefined,
  ) {}

  /** Compiles the graphs; without `training` only the forward pass. */
  static async compile(shape: GruBlockShape, training: boolean): Promise<GruLayer> {
    return new GruLayer(
      await loadTensorflow(),
      shape,
      await CompiledGraph.compile(gruForwardGraph(shape, training)),
      training ? await CompiledGraph.compile(gruBackwardGraph(shape)) : undefined,
    );
  }

  /**
   * Forward pass of both directions.
   * @param blocks n inputs [S, B, I]; stay the caller's, and must live until `backward` is done.
   * @param padding n tensors [S, B], 1 where a sequence has ended.
   */
  forward(weights: GruWeights, blocks: readonly Tensor[], padding: readonly Tensor[]): GruPass {
    const { tf } = this;
    const n = blocks.length;
    const tape: Record<Direction, Tape[]> = {
      forward: new Array<Tape>(n),
      backward: new Array<Tape>(n),
    };
    const states = {} as Record<Direction, Tensor>;
    for (const d of DIRECTIONS) states[d] = tf.zeros([this.shape.batch, this.shape.units]);
    for (let i = 0; i < n; i++) {
      const feeds: Feeds = { ...weights };
      for (const d of DIRECTIONS) {
        feeds[`${d}/x`] = blocks[blockOf(d, i, n)]!;
        feeds[`${d}/padding`] = padding[blockOf(d, i, n)]!;
        feeds[`${d}/state`] = states[d];
      }
      const out = this.forwardGraph.run<string>(feeds);
      for (const d of DIRECTIONS) {
        const b = blockOf(d, i, n);
        tape[d][b] = {
          x: blocks[b]!,
          y: out[`${d}/y`]!,
          state: states[d],
          gates: out[`${d}/gates`]!,
          candidates: out[`${d}/candidates`]!,
          products: out[`${d}/products`]!,
        };
        states[d] = out[`${d}/state`]!;
      }
    }
    for (const d of DIRECTIONS) states[d].dispose();
    const joined = blocks.map((_, b) => tf.concat([tape.forward[b]!.y, tape.backward[b]!.y], 2));
    const pass = { blocks: joined, tape };
    if (!this.backwardGraph) this.forget(pass);
    return pass;
  }

  /** Frees the tape of a pass that will not go backward; its blocks stay the caller's. */
  forget(pass: GruPass): void {
    for (const d of DIRECTIONS) {
      for (const { y, state, gates, candidates, products } of pass.tape[d]) {
        this.tf.dispose([y, state, gates, candidates, products]);
      }
    }
  }

  /**
   * One block of a stream: the forward direction goes on from `state`, the backward one starts at the block's end.
   * @param x [S, B, I]; @param state [B, H] of the forward direction.
   * @returns y [S, B, 2H] and the forward direction's states y₁…y_S [S, B, H], both owned by the caller.
   */
  forwardChunk(
    weights: GruWeights,
    x: Tensor,
    padding: Tensor,
    state: Tensor,
  ): { y: Tensor; states: Tensor } {
    const { tf } = this;
    const zero = tf.zeros([this.shape.batch, this.shape.units]);
    const out = this.forwardGraph.run<string>({
      ...weights,
      'forward/x': x,
      'backward/x': x,
      'forward/padding': padding,
      'backward/padding': padding,
      'forward/state': state,
      'backward/state': zero,
    });
    const y = tf.concat([out['forward/y']!, out['backward/y']!], 2);
    tf.dispose([zero, out['backward/y']!, out['forward/state']!, out['backward/state']!]);
    return { y, states: out['forward/y']! };
  }

  /**
   * Backward pass through all blocks; frees the pass's tape.
   * @param dBlocks n gradients [S, B, 2H] of the joined outputs; stay the caller's.
   * @param gradients Sums so far by `direction/parameter`; consumed, the new ones are returned.
   * @returns n gradients [S, B, I] of the inputs, and the new sums.
   */
  backward(
    weights: GruWeights,
    pass: GruPass,
    dBlocks: readonly Tensor[],
    gradients: GruWeights,
  ): { dInputs: Tensor[]; gradients: GruWeights } {
    const { tf } = this;
    const n = dBlocks.length;
    const halves = dBlocks.map((block) => tf.split(block, 2, 2));
    const dx: Record<Direction, Tensor[]> = {
      forward: new Array<Tensor>(n),
      backward: new Array<Tensor>(n),
    };
    const dStates = {} as Record<Direction, Tensor>;
    for (const d of DIRECTIONS) dStates[d] = tf.zeros([this.shape.batch, this.shape.units]);
    let sums: Feeds = { ...gradients };
    for (let i = n - 1; i >= 0; i--) {
      const feeds: Feeds = {};
      for (const [side, d] of DIRECTIONS.entries()) {
        const b = blockOf(d, i, n);
        for (const [name, tensor] of Object.entries(pass.tape[d][b]!)) {
          feeds[`${d}/${name}`] = tensor as Tensor;
        }
        feeds[`${d}/kernel`] = weights[`${d}/kernel`]!;
        feeds[`${d}/recurrent`] = weights[`${d}/recurrent`]!;
        feeds[`${d}/dy`] = halves[b]![side]!;
        feeds[`${d}/dstate`] = dStates[d];
        for (const name of GRU_PARAMETERS) feeds[`${d}/d${name}`] = sums[`${d}/${name}`]!;
      }
      const out = this.backwardGraph!.run<string>(feeds);
      tf.dispose(sums);
      sums = {};
      for (const d of DIRECTIONS) {
        const b = blockOf(d, i, n);
        const { y, state, gates, candidates, products } = pass.tape[d][b]!;
        tf.dispose([y, state, gates, candidates, products, dStates[d]]);
        dStates[d] = out[`${d}/dstate`]!;
        dx[d][b] = out[`${d}/dx`]!;
        for (const name of GRU_PARAMETERS) sums[`${d}/${name}`] = out[`${d}/d${name}`]!;
      }
    }
    const dInputs = dx.forward.map((forward, b) => tf.add(forward, dx.backward[b]!));
    tf.dispose([dx.forward, dx.backward, halves, Object.values(dStates)]);
    return { dInputs, gradients: sums };
  }

  /** Frees the native sessions. */
  close(): void {
    this.forwardGraph.close();
    this.backwardGraph?.close();
  }
}

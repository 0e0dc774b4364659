/**
 * A recurrent layer of one or two directions over sequences of any length: walks them block by block through
 * compiled graphs. S steps of a block, B batch, I input size, H units of a direction; n blocks make a sequence of
 * n·S steps. In one run the forward direction works on block i and the backward one on block n − 1 − i, so both
 * run beside each other, and one small graph serves any length.
 * @module
 */
import { loadTensorflow, type Tensorflow, type Tensor } from '../tensor/backend';
import { CompiledGraph } from '../tensor/compiled-graph';
import { GraphBuilder, type ProductType } from '../tensor/graph-builder';
import {
  BACKWARD_PARAMETERS,
  DIRECTIONS,
  type BlockShape,
  type Direction,
  type RecurrentCell,
} from './cell';
import {
  blockOf,
  copies,
  gradientPort,
  put,
  take,
  type BlockRecord,
  type ByDirection,
  type Carried,
  type CarriedGradient,
  type LayerPass,
  type LayerWeights,
  type Named,
  type States,
} from './layer-pass';

export type { LayerPass, LayerWeights, States } from './layer-pass';

/** How a layer is compiled. */
export interface LayerOptions {
  readonly training: boolean;
  /** Both by default. */
  readonly directions?: readonly Direction[];
  /** How exactly matrix products are made; in 32 bits where nothing is said. */
  readonly products?: ProductType;
}

/** The graph of a block, with all directions in it. */
function blockGraph(
  cell: RecurrentCell,
  directions: readonly Direction[],
  name: string,
  products: ProductType,
  build: (g: GraphBuilder, d: Direction) => void,
): GraphBuilder {
  const g = new GraphBuilder(products, `${cell.name}_${name}`);
  for (const d of directions) {
    g.scope(`${cell.name}_${d}_${name}`, () => {
      build(g, d);
    });
  }
  return g;
}

/** One compiled layer shape; the weights come in with every call, so that layers of one shape share it. */
export class RecurrentLayer {
  private constructor(
    private readonly tf: Tensorflow,
    private readonly cell: RecurrentCell,
    private readonly shape: BlockShape,
    private readonly directions: readonly Direction[],
    private readonly forwardGraph: CompiledGraph,
    private readonly backwardGraph: CompiledGraph | undefined,
  ) {}

  /** Compiles the graphs; without `training` only the forward pass. */
  static async compile(
    cell: RecurrentCell,
    shape: BlockShape,
    { training, directions = DIRECTIONS, products = 'float32' }: LayerOptions,
  ): Promise<RecurrentLayer> {
    const forward = blockGraph(cell, directions, 'forward', products, (g, d) => {
      cell.forward(g, d, shape, training);
    });
    return new RecurrentLayer(
      await loadTensorflow(),
      cell,
      shape,
      directions,
      await CompiledGraph.compile(forward),
      training
        ? await CompiledGraph.compile(
            blockGraph(cell, directions, 'gradient', products, (g, d) => {
              cell.backward(g, d, shape);
            }),
          )
        : undefined,
    );
  }

  /**
   * Forward pass of all directions, from zero states or from those of `carried`.
   * @param blocks n inputs [S, B, I]; stay the caller's, and must live until `backward` is done.
   * @param padding n tensors [S, B], 1 where a sequence has ended.
   */
  forward(
    weights: LayerWeights,
    blocks: readonly Tensor[],
    padding: readonly Tensor[],
    carried: Carried = {},
  ): LayerPass {
    const { records, after } = this.walkBlocks(weights, blocks, padding, carried);
    const pass = { blocks: this.join(records), records, ...(after && { after }) };
    if (!this.backwardGraph) this.forget(pass);
    return pass;
  }

  /**
   * The next chunk of a stream (the first block) with its right context (the others): the forward direction goes on
   * from `states`, the backward one starts at the end of the context.
   * @param states By the cell's names, [B, H] each; stay the caller's.
   * @returns The outputs of all blocks, and the forward direction's states after the first; owned by the caller.
   */
  forwardChunk(
    weights: LayerWeights,
    blocks: readonly Tensor[],
    padding: readonly Tensor[],
    states: Readonly<Named>,
  ): { blocks: Tensor[]; states: Named } {
    const carried = { first: states, statesAfter: 1 };
    const { records, after } = this.walkBlocks(weights, blocks, padding, carried);
    const joined = this.join(records);
    this.forget({ blocks: joined, records });
    return { blocks: joined, states: { ...after } };
  }

  /** Runs all blocks. */
  private walkBlocks(
    weights: LayerWeights,
    blocks: readonly Tensor[],
    padding: readonly Tensor[],
    { first, statesAfter }: Carried,
  ): { records: ByDirection<BlockRecord[]>; after: States | undefined } {
    const n = blocks.length;
    const records: ByDirection<BlockRecord[]> = {};
    let states: ByDirection<Named> = {};
    for (const d of this.directions) {
      records[d] = new Array<BlockRecord>(n);
      states[d] = d === 'forward' && first ? copies(first) : this.zeroStates();
    }
    for (let i = 0; i < n; i++) {
      const feeds: Named = { ...weights };
      for (const d of this.directions) {
        const b = blockOf(d, i, n);
        feeds[`${d}/x`] = blocks[b]!;
        feeds[`${d}/padding`] = padding[b]!;
        put(feeds, `${d}/`, states[d]!);
      }
      const out = this.forwardGraph.run<string>(feeds);
      const next: ByDirection<Named> = {};
      for (const d of this.directions) {
        const b = blockOf(d, i, n);
        const tape = this.backwardGraph ? take(out, `${d}/`, this.cell.tape) : {};
        records[d]![b] = { x: blocks[b]!, y: out[`${d}/y`]!, states: states[d]!, tape };
        next[d] = take(out, `${d}/`, this.cell.states);
      }
      states = next;
    }
    const ends = records.forward?.map((record) => record.states).concat(states.forward ?? {});
    const asked = statesAfter === undefined ? undefined : ends?.[statesAfter];
    const after = asked && copies(asked);
    this.tf.dispose(Object.values(states));
    return { records, after };
  }

  /** The directions of each block side by side. */
  private join(records: ByDirection<BlockRecord[]>): Tensor[] {
    const [first] = this.directions;
    return records[first!]!.map((_, b) =>
      this.tf.concat(
        this.directions.map((d) => records[d]![b]!.y),
        2,
      ),
    );
  }

  /** Frees the records of a pass that will not go backward; its blocks stay the caller's. */
  forget(pass: LayerPass): void {
    for (const d of this.directions) {
      for (const { y, states, tape } of pass.records[d]!) this.tf.dispose([y, states, tape]);
    }
  }

  /**
   * Backward pass through all blocks; frees the pass's records.
   * @param dBlocks n gradients [S, B, D·H] of the joined outputs; stay the caller's.
   * @param gradients Sums so far by `direction/weight`; consumed, the new ones are returned.
   * @returns n gradients [S, B, I] of the inputs, the new sums, and where `carried` asks for it the gradient by the
   * forward direction's first states.
   */
  backward(
    weights: LayerWeights,
    pass: LayerPass,
    dBlocks: readonly Tensor[],
    gradients: LayerWeights,
    carried: CarriedGradient = {},
  ): { dInputs: Tensor[]; gradients: LayerWeights; dFirst?: States } {
    const { tf } = this;
    const n = dBlocks.length;
    const dy = dBlocks.map((block) => tf.split(block, this.directions.length, 2));
    const dx = dBlocks.map(() => [] as Tensor[]);
    let dStates: ByDirection<Named> = {};
    for (const d of this.directions) dStates[d] = this.zeroStates();
    let sums: Named = { ...gradients };
    for (let i = n - 1; i >= 0; i--) {
      if (carried.after?.blocks === i + 1) {
        dStates.forward = this.added(dStates.forward!, carried.after.gradient);
      }
      if (carried.reach !== undefined && i < n - 1 && (i + 1) % carried.reach === 0) {
        for (const d of this.directions) {
          tf.dispose(dStates[d]!);
          dStates[d] = this.zeroStates();
        }
      }
      const feeds: Named = {};
      for (const [name, sum] of Object.entries(sums)) feeds[gradientPort(name)] = sum;
      for (const [side, d] of this.directions.entries()) {
        const b = blockOf(d, i, n);
        const { x, y, states, tape } = pass.records[d]![b]!;
        put(feeds, `${d}/`, { x, y, dy: dy[b]![side]!, ...states, ...tape });
        put(feeds, `${d}/d`, dStates[d]!);
        for (const name of BACKWARD_PARAMETERS) {
          feeds[`${d}/${name}`] = weights[`${d}/${name}`]!;
        }
      }
      const out = this.backwardGraph!.run<string>(feeds);
      tf.dispose(sums);
      sums = Object.fromEntries(Object.keys(sums).map((name) => [name, out[gradientPort(name)]!]));
      const next: ByDirection<Named> = {};
      for (const d of this.directions) {
        const b = blockOf(d, i, n);
        const { y, states, tape } = pass.records[d]![b]!;
        tf.dispose([y, states, tape, dStates[d]!]);
        next[d] = take(out, `${d}/d`, this.cell.states);
        const norms = out[`${d}/norms`]!;
        carried.watch?.(d, b, next[d], norms);
        norms.dispose();
        dx[b]!.push(out[`${d}/dx`]!);
      }
      dStates = next;
    }
    const dInputs = dx.map((parts) => tf.addN(parts));
    const dFirst = carried.first && dStates.forward && copies(dStates.forward);
    tf.dispose([dx.flat(), dy.flat(), Object.values(dStates)]);
    return { dInputs, gradients: sums, ...(dFirst && { dFirst }) };
  }

  /** The sum of both; frees `own`. */
  private added(own: Named, other: States): Named {
    const sums = Object.entries(own).map(([name, a]) => [name, this.tf.add(a, other[name]!)]);
    this.tf.dispose(own);
    return Object.fromEntries(sums) as Named;
  }

  private zeroStates(): Named {
    const { batch, units } = this.shape;
    return Object.fromEntries(
      this.cell.states.map((name) => [name, this.tf.zeros([batch, units])]),
    );
  }

  /** Frees the native sessions. */
  close(): void {
    this.forwardGraph.close();
    this.backwardGraph?.close();
  }
}

/**
 * Builds a TensorFlow graph node by node from TypeScript; every shape is known and checked while building.
 * @module
 */
import {
  encodeSavedModel,
  type Attribute,
  type DataType,
  type NodeRecord,
  type Port,
} from './graph-protobuf';

/** A value inside a graph that is being built: its tensor name and what it will hold. */
export interface Symbolic {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: DataType;
  /** The loop in whose body the value is made; none for a value of the graph itself. */
  readonly loop?: LoopFrame;
}

/** A loop's body inside the graph: a frame of its own, in TensorFlow's words, which values enter and leave by nodes. */
export interface LoopFrame {
  readonly name: string;
  /** Values of the graph that the body uses, as the body knows them. */
  readonly entered: Map<string, Symbolic>;
}

/** What one operation yields. */
export interface OutputShape {
  readonly shape: readonly number[];
  readonly dtype?: DataType;
}

/**
 * Element type of the factors of a product. In bfloat16 (8 bits of mantissa) a processor with instructions for it
 * multiplies up to twice as fast; the sums inside a product are kept in 32 bits.
 */
export type ProductType = 'float32' | 'bfloat16';

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** Turns of a loop that may overlap where they do not need each other: TensorFlow's own number. */
const PARALLEL_TURNS = 10;

/** Collects nodes; `scope` puts a layer's name before theirs, so that TensorFlow's errors name the layer. */
export class GraphBuilder {
  private readonly nodes: NodeRecord[] = [];
  private readonly inputs = new Map<string, Port>();
  private readonly outputs = new Map<string, Port>();
  private readonly constants = new Map<string, Symbolic>();
  private readonly rounded = new Map<string, Symbolic>();
  private prefix = '';
  private loop: LoopFrame | undefined;

  /**
   * @param products How exactly matrix products are made; sums and everything else stay in 32 bits.
   * @param name Names the graph in errors.
   */
  constructor(
    readonly products: ProductType = 'float32',
    readonly name = 'without name',
  ) {}

  /** `value` in the element type of products, made once however often it is asked for. */
  forProduct(value: Symbolic): Symbolic {
    if (value.dtype === this.products) return value;
    const known = this.rounded.get(value.name);
    if (known) return known;
    // A factor from outside a loop is rounded there, not at every turn.
    const [made] = this.within(value.loop, () =>
      this.add(
        'Cast',
        [value],
        { SrcT: { type: value.dtype }, DstT: { type: this.products }, Truncate: { b: false } },
        [{ shape: value.shape, dtype: this.products }],
      ),
    );
    this.rounded.set(value.name, made!);
    return made!;
  }

  /** Runs `build` with `name/` before the name of every node that it adds. */
  scope<T>(name: string, build: () => T): T {
    const outer = this.prefix;
    this.prefix = `${outer}${name}/`;
    try {
      return build();
    } finally {
      this.prefix = outer;
    }
  }

  /**
   * Adds a node and returns its outputs, in TensorFlow's order.
   * @throws RangeError for an input that belongs to the body of another loop.
   */
  add(
    op: string,
    inputs: readonly Symbolic[],
    attributes: Readonly<Record<string, Attribute>>,
    outputs: readonly OutputShape[],
  ): Symbolic[] {
    return this.push(
      op,
      inputs.map((input) => this.brought(input)),
      attributes,
      outputs,
    );
  }

  /**
   * Runs `build` in the body of a loop: what a node there needs of the graph itself is taken in once, constants too.
   * `graph-loop.ts` makes loops of it.
   * @throws RangeError inside another loop.
   */
  body<T>(loop: LoopFrame, build: () => T): T {
    if (this.loop) {
      throw new RangeError(
        `Cannot build loop ${loop.name} as loops are not nested: the graph is in loop ${this.loop.name}`,
      );
    }
    return this.within(loop, build);
  }

  /** `value` of the graph as `loop` knows it; `constant`: at every turn, not only at the first. */
  enter(loop: LoopFrame, value: Symbolic, constant: boolean): Symbolic {
    const attributes = {
      T: { type: value.dtype },
      frame_name: { s: loop.name },
      is_constant: { b: constant },
      parallel_iterations: { i: PARALLEL_TURNS },
    };
    return this.within(loop, () => this.push('Enter', [value], attributes, [value]))[0]!;
  }

  /** What the graph itself knows of a loop's `value`, once the loop has ended. */
  leave(value: Symbolic): Symbolic {
    const attributes = { T: { type: value.dtype } };
    return this.within(undefined, () => this.push('Exit', [value], attributes, [value]))[0]!;
  }

  /** Gives a node one more input, which may stand behind it: what closes the circle of a loop. */
  feedBack(node: Symbolic, value: Symbolic): void {
    const index = this.nodes.findIndex(({ name }) => name === node.name);
    const record = this.nodes[index];
    if (!record) throw new RangeError(`Cannot feed ${value.name} back as there is no ${node.name}`);
    this.nodes[index] = { ...record, inputs: [...record.inputs, this.brought(value).name] };
  }

  private push(
    op: string,
    inputs: readonly Symbolic[],
    attributes: Readonly<Record<string, Attribute>>,
    outputs: readonly OutputShape[],
  ): Symbolic[] {
    const name = `${this.prefix}${op}_${this.nodes.length}`;
    this.nodes.push({ name, op, inputs: inputs.map((i) => i.name), attributes });
    const { loop } = this;
    return outputs.map(({ shape, dtype = 'float32' }, index) => ({
      name: index === 0 ? name : `${name}:${index}`,
      shape,
      dtype,
      ...(loop && { loop }),
    }));
  }

  private within<T>(loop: LoopFrame | undefined, build: () => T): T {
    const outer = this.loop;
    this.loop = loop;
    try {
      return build();
    } finally {
      this.loop = outer;
    }
  }

  /** `value` as the body or the graph that is being built knows it. */
  private brought(value: Symbolic): Symbolic {
    const { loop } = this;
    if (value.loop === loop) return value;
    if (!loop || value.loop) {
      throw new RangeError(
        `Cannot use ${value.name} here as it belongs to the body of loop ${value.loop?.name}`,
      );
    }
    const known = loop.entered.get(value.name) ?? this.enter(loop, value, true);
    loop.entered.set(value.name, known);
    return known;
  }

  /** A tensor that is fed at every run, with exactly this shape; a size of −1 takes any. */
  input(name: string, shape: readonly number[], dtype: DataType = 'float32'): Symbolic {
    if (this.inputs.has(name)) {
      throw new RangeError(`Cannot add input ${name} as it exists already`);
    }
    if (!shape.every((size) => Number.isSafeInteger(size) && size >= -1)) {
      throw new RangeError(
        `Cannot add input ${name} to graph ${this.name} as its sizes must be whole numbers: current shape is [${shape.join()}]`,
      );
    }
    const node = { name: `in/${name}`, shape, dtype };
    this.nodes.push({
      name: node.name,
      op: 'Placeholder',
      inputs: [],
      attributes: { dtype: { type: dtype }, shape: { shape } },
    });
    this.inputs.set(name, { tensor: node.name, dtype, shape });
    return node;
  }

  /** A constant inside the graph; equal constants are stored once. */
  constant(
    values: Float32Array | Int32Array,
    shape: readonly number[] = [values.length],
  ): Symbolic {
    if (sizeOf(shape) !== values.length) {
      throw new RangeError(
        `Cannot make a constant as shape [${shape.join()}] needs ${sizeOf(shape)} values: current count is ${values.length}`,
      );
    }
    const dtype = values instanceof Int32Array ? 'int32' : 'float32';
    const key = `${dtype}[${shape.join()}]${values.join()}`;
    const known = this.constants.get(key);
    if (known) return known;
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    const name = `constant_${this.constants.size}`;
    this.nodes.push({
      name,
      op: 'Const',
      inputs: [],
      attributes: { dtype: { type: dtype }, value: { tensor: { dtype, shape, bytes } } },
    });
    const node: Symbolic = { name, shape, dtype };
    this.constants.set(key, node);
    return node;
  }

  /** Names a result that a run returns. */
  output(name: string, value: Symbolic): void {
    if (this.outputs.has(name)) {
      throw new RangeError(`Cannot add output ${name} as it exists already`);
    }
    // A signature cannot name an input as an output, and grappler may not drop a named node.
    const [kept] = this.add('Identity', [value], { T: { type: value.dtype } }, [value]);
    this.outputs.set(name, { tensor: kept!.name, dtype: value.dtype, shape: value.shape });
  }

  /** Shapes of the inputs by name. */
  get inputPorts(): ReadonlyMap<string, Port> {
    return this.inputs;
  }

  /** Shapes of the outputs by name. */
  get outputPorts(): ReadonlyMap<string, Port> {
    return this.outputs;
  }

  /** How many nodes there are. */
  get size(): number {
    return this.nodes.length;
  }

  /** The SavedModel's bytes. */
  encode(): Uint8Array {
    return encodeSavedModel(this.nodes, this.inputs, this.outputs);
  }
}

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

/** Collects nodes; `scope` puts a layer's name before theirs, so that TensorFlow's errors name the layer. */
export class GraphBuilder {
  private readonly nodes: NodeRecord[] = [];
  private readonly inputs = new Map<string, Port>();
  private readonly outputs = new Map<string, Port>();
  private readonly constants = new Map<string, Symbolic>();
  private readonly rounded = new Map<string, Symbolic>();
  private prefix = '';

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
    const [made] = this.add(
      'Cast',
      [value],
      { SrcT: { type: value.dtype }, DstT: { type: this.products }, Truncate: { b: false } },
      [{ shape: value.shape, dtype: this.products }],
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

  /** Adds a node and returns its outputs, in TensorFlow's order. */
  add(
    op: string,
    inputs: readonly Symbolic[],
    attributes: Readonly<Record<string, Attribute>>,
    outputs: readonly OutputShape[],
  ): Symbolic[] {
    const name = `${this.prefix}${op}_${this.nodes.length}`;
    this.nodes.push({ name, op, inputs: inputs.map((i) => i.name), attributes });
    return outputs.map(({ shape, dtype = 'float32' }, index) => ({
      name: index === 0 ? name : `${name}:${index}`,
      shape,
      dtype,
    }));
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

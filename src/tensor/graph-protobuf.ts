/**
 * Writes a graph as a TensorFlow SavedModel (protobuf wire format). Field numbers are those of TensorFlow's
 * graph.proto, node_def.proto, attr_value.proto, tensor.proto, saved_model.proto and meta_graph.proto.
 * @module
 */
import { Writer } from 'protobufjs/minimal';

/** Element types that our graphs use, with their numbers in types.proto; a resource is the handle of an array. */
export const DATA_TYPES = {
  float32: 1,
  int32: 3,
  int64: 9,
  bool: 10,
  bfloat16: 14,
  resource: 20,
} as const;
/** Name of an element type. */
export type DataType = keyof typeof DATA_TYPES;

/** One attribute of a node. */
export type Attribute =
  | { readonly type: DataType }
  | { readonly i: number }
  | { readonly b: boolean }
  | { readonly s: string }
  | { readonly shape: readonly number[] }
  | { readonly tensor: ConstantTensor };

/** A constant inside the graph. */
export interface ConstantTensor {
  readonly dtype: DataType;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/** One node: `inputs` are tensor names (`node` or `node:1`). */
export interface NodeRecord {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** A named input or output of the whole graph. */
export interface Port {
  readonly tensor: string;
  readonly dtype: DataType;
  readonly shape: readonly number[];
}

/** Graph format that the writer targets: every TensorFlow from 2.4 on reads it. */
const PRODUCER_VERSION = 561;
const WIRE_LENGTH = 2;

const tag = (field: number, wireType = WIRE_LENGTH): number => (field << 3) | wireType;

function writeShape(w: Writer, field: number, shape: readonly number[]): void {
  w.uint32(tag(field)).fork();
  for (const size of shape) w.uint32(tag(2)).fork().uint32(tag(1, 0)).int64(size).ldelim();
  w.ldelim();
}

function writeAttribute(w: Writer, attribute: Attribute): void {
  if ('type' in attribute) w.uint32(tag(6, 0)).int32(DATA_TYPES[attribute.type]);
  else if ('i' in attribute) w.uint32(tag(3, 0)).int64(attribute.i);
  else if ('b' in attribute) w.uint32(tag(5, 0)).bool(attribute.b);
  else if ('s' in attribute) w.uint32(tag(2)).string(attribute.s);
  else if ('shape' in attribute) writeShape(w, 7, attribute.shape);
  else {
    const { dtype, shape, bytes } = attribute.tensor;
    w.uint32(tag(8)).fork().uint32(tag(1, 0)).int32(DATA_TYPES[dtype]);
    writeShape(w, 2, shape);
    w.uint32(tag(4)).bytes(bytes).ldelim();
  }
}

function writeNode(w: Writer, node: NodeRecord): void {
  w.uint32(tag(1)).fork().uint32(tag(1)).string(node.name).uint32(tag(2)).string(node.op);
  for (const input of node.inputs) w.uint32(tag(3)).string(input);
  for (const [key, attribute] of Object.entries(node.attributes)) {
    w.uint32(tag(5)).fork().uint32(tag(1)).string(key).uint32(tag(2)).fork();
    writeAttribute(w, attribute);
    w.ldelim().ldelim();
  }
  w.ldelim();
}

function writePorts(w: Writer, field: number, ports: ReadonlyMap<string, Port>): void {
  for (const [name, port] of ports) {
    w.uint32(tag(field)).fork().uint32(tag(1)).string(name).uint32(tag(2)).fork();
    const tensor = port.tensor.includes(':') ? port.tensor : `${port.tensor}:0`;
    w.uint32(tag(1)).string(tensor).uint32(tag(2, 0)).int32(DATA_TYPES[port.dtype]);
    writeShape(w, 3, port.shape);
    w.ldelim().ldelim();
  }
}

/** The bytes of `saved_model.pb`: one meta graph tagged `serve` with one signature `serving_default`. */
export function encodeSavedModel(
  nodes: readonly NodeRecord[],
  inputs: ReadonlyMap<string, Port>,
  outputs: ReadonlyMap<string, Port>,
): Uint8Array {
  const w = Writer.create();
  w.uint32(tag(1, 0)).int64(1); // saved_model_schema_version
  w.uint32(tag(2)).fork(); // meta_graphs
  w.uint32(tag(1)).fork().uint32(tag(4)).string('serve').ldelim(); // meta_info_def.tags
  w.uint32(tag(2)).fork(); // graph_def
  for (const node of nodes) writeNode(w, node);
  w.uint32(tag(4)).fork().uint32(tag(1, 0)).int32(PRODUCER_VERSION).ldelim().ldelim();
  w.uint32(tag(5)).fork().uint32(tag(1)).string('serving_default').uint32(tag(2)).fork();
  writePorts(w, 1, inputs);
  writePorts(w, 2, outputs);
  w.uint32(tag(3)).string('tensorflow/serving/predict').ldelim().ldelim();
  return w.ldelim().finish();
}

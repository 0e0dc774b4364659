/**
 * A layer that is no recurrence (dense, normalisation, attention …) as data and graph builders, and what composes
 * such layers: all values go by name, so that a layer inside another is that layer with a prefix.
 * @module
 */
import type { GraphBuilder, Symbolic } from '../tensor/graph-builder';
import type { DataType } from '../tensor/graph-protobuf';

/** Shapes by name. */
export type Shapes = Readonly<Record<string, readonly number[]>>;

/** Values of a graph by name. */
export type Symbolics = Readonly<Record<string, Symbolic>>;

/** Gives the value of a name; only what is asked for becomes an input of the graph. */
export type Values = (name: string) => Symbolic;

/** What a forward pass yields. */
export interface ForwardResult {
  readonly outputs: Symbolics;
  /** What the backward pass may ask for beside inputs, weights and outputs. */
  readonly tape: Symbolics;
}

/** One layer for one shape. The names of inputs, weights, outputs and tape all differ. */
export interface GraphLayer {
  readonly name: string;
  readonly inputs: Shapes;
  /** Inputs that are masks, padding or numbers of classes: no gradient is made for them. */
  readonly fixed: readonly string[];
  /** Inputs that are not 32-bit floats. */
  readonly types?: Readonly<Record<string, DataType>>;
  readonly weights: Shapes;
  /** Adds the forward pass; `values` knows inputs and weights. */
  forward(g: GraphBuilder, values: Values): ForwardResult;
  /**
   * Adds the backward pass, written by hand; `values` knows inputs, weights, outputs and tape.
   * @param gradients Of the loss by every output.
   * @returns Gradients by every weight and by every input that is not fixed.
   */
  backward(g: GraphBuilder, values: Values, gradients: Symbolics): Symbolics;
}

/** The values of a layer inside another: first `own`, then the outer one's under `prefix/`. */
export function within(values: Values, prefix: string, own: Symbolics = {}): Values {
  return (name) => own[name] ?? values(`${prefix}/${name}`);
}

/** Every name with `prefix/` before it. */
export function prefixed<T>(
  prefix: string,
  values: Readonly<Record<string, T>>,
): Record<string, T> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`${prefix}/${name}`, value]),
  );
}

/** Outputs and tape of a layer inside another, as the outer one's tape. */
export function asTape(prefix: string, { outputs, tape }: ForwardResult): Symbolics {
  return prefixed(prefix, { ...outputs, ...tape });
}

/** Only the gradients of `layer`'s weights, with `prefix/` before their names. */
export function weightGradientsOf(
  layer: GraphLayer,
  prefix: string,
  gradients: Symbolics,
): Symbolics {
  const own = Object.keys(layer.weights).map((name) => [name, gradients[name]!] as const);
  return prefixed(prefix, Object.fromEntries(own));
}

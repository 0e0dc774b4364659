/**
 * Compiles a layer to a graph of its forward pass and one of its backward pass, and runs them.
 * @module
 */
import { loadTensorflow, type Tensorflow, type Tensor } from '../tensor/backend';
import { CompiledGraph } from '../tensor/compiled-graph';
import { GraphBuilder, type Symbolic } from '../tensor/graph-builder';
import { prefixed, type GraphLayer, type Shapes, type Symbolics, type Values } from './graph-layer';

type Named = Record<string, Tensor>;

/** A forward pass: `outputs` are the caller's, and must live until `backward`; the tape is freed by it. */
export interface LayerRun {
  readonly outputs: Readonly<Named>;
  readonly tape: Readonly<Named>;
}

/** Gradients by input and by weight; the caller's. */
export interface LayerGradients {
  readonly inputs: Named;
  readonly weights: Named;
}

/** Inputs of a graph, made when they are asked for first. */
function lazyInputs(g: GraphBuilder, layer: GraphLayer, others: Symbolics): Values {
  const shapes: Shapes = { ...layer.inputs, ...layer.weights };
  const made = new Map<string, Symbolic>();
  return (name) => {
    const known = made.get(name);
    if (known) return known;
    const shape = shapes[name] ?? others[name]?.shape;
    if (!shape) throw new RangeError(`Cannot build layer ${layer.name} as it has no value ${name}`);
    const dtype = layer.types?.[name] ?? others[name]?.dtype ?? 'float32';
    const input = g.input(name, shape, dtype);
    made.set(name, input);
    return input;
  };
}

/** The backward graph, and the names that it asks for beside the gradients. */
function backwardGraph(layer: GraphLayer, known: Symbolics, outputs: Symbolics): GraphBuilder {
  const g = new GraphBuilder('float32', `${layer.name}_gradient`);
  const values = lazyInputs(g, layer, known);
  const gradients = Object.fromEntries(
    Object.entries(outputs).map(([name, { shape }]) => [name, g.input(`d/${name}`, shape)]),
  );
  const result = g.scope(`${layer.name}_gradient`, () => layer.backward(g, values, gradients));
  const inputs = Object.keys(layer.inputs).filter((name) => !layer.fixed.includes(name));
  for (const name of [...inputs, ...Object.keys(layer.weights)]) {
    const gradient = result[name];
    if (!gradient) {
      throw new RangeError(`Cannot build layer ${layer.name} as it gives no gradient of ${name}`);
    }
    g.output(`d/${name}`, gradient);
  }
  return g;
}

/** The forward graph; of the tape it gives what `asked` names. */
function forwardGraph(
  layer: GraphLayer,
  asked: (name: string) => boolean,
): { g: GraphBuilder; outputs: Symbolics; tape: Symbolics } {
  const g = new GraphBuilder('float32', layer.name);
  const values = lazyInputs(g, layer, {});
  const { outputs, tape } = g.scope(layer.name, () => layer.forward(g, values));
  for (const [name, value] of Object.entries(outputs)) g.output(name, value);
  for (const [name, value] of Object.entries(tape)) if (asked(name)) g.output(name, value);
  return { g, outputs, tape };
}

/** Those of `all` that there are among `names`; the graph names what is missing. */
function chosen(all: Readonly<Named>, names: readonly string[]): Named {
  return Object.fromEntries(names.flatMap((name) => (all[name] ? [[name, all[name]]] : [])));
}

/** One compiled layer; weights come in with every call, so that layers of one shape share it. */
export class CompiledLayer {
  private constructor(
    private readonly tf: Tensorflow,
    private readonly layer: GraphLayer,
    private readonly outputNames: readonly string[],
    private readonly tapeNames: readonly string[],
    private readonly forwardInputs: readonly string[],
    private readonly forwardGraph: CompiledGraph,
    private readonly backwardGraph: CompiledGraph | undefined,
    private readonly backwardInputs: readonly string[],
  ) {}

  /** Compiles the graphs; without `training` only the forward pass, which then keeps nothing. */
  static async compile(layer: GraphLayer, training: boolean): Promise<CompiledLayer> {
    const tf = await loadTensorflow();
    const { outputs, tape } = forwardGraph(layer, () => false);
    const gradient = training ? backwardGraph(layer, { ...outputs, ...tape }, outputs) : undefined;
    const asked = [...(gradient?.inputPorts.keys() ?? [])];
    const { g } = forwardGraph(layer, (name) => asked.includes(name));
    return new CompiledLayer(
      tf,
      layer,
      Object.keys(outputs),
      Object.keys(tape).filter((name) => asked.includes(name)),
      [...g.inputPorts.keys()],
      await CompiledGraph.compile(g),
      gradient && (await CompiledGraph.compile(gradient)),
      asked.filter((name) => !name.startsWith('d/')),
    );
  }

  /** Forward pass. @throws RangeError naming the input or weight whose shape does not fit. */
  forward(weights: Readonly<Named>, inputs: Readonly<Named>): LayerRun {
    const results = this.forwardGraph.run<string>(
      chosen({ ...weights, ...inputs }, this.forwardInputs),
    );
    return {
      outputs: chosen(results, this.outputNames),
      tape: chosen(results, this.tapeNames),
    };
  }

  /**
   * Backward pass; frees the tape of `run`.
   * @param gradients Of the loss by every output; stay the caller's, as `inputs` and the outputs do.
   */
  backward(
    weights: Readonly<Named>,
    inputs: Readonly<Named>,
    run: LayerRun,
    gradients: Readonly<Named>,
  ): LayerGradients {
    if (!this.backwardGraph) {
      throw new RangeError(`Cannot go backward as ${this.layer.name} was not compiled to train`);
    }
    const known: Named = { ...weights, ...inputs, ...run.outputs, ...run.tape };
    const feeds = { ...chosen(known, this.backwardInputs), ...prefixed('d', gradients) };
    const results = this.backwardGraph.run<string>(feeds);
    this.forget(run);
    const made: { inputs: Named; weights: Named } = { inputs: {}, weights: {} };
    for (const [port, gradient] of Object.entries(results)) {
      const name = port.slice(2);
      made[name in this.layer.weights ? 'weights' : 'inputs'][name] = gradient;
    }
    return made;
  }

  /** Frees the tape of a run that will not go backward. */
  forget(run: LayerRun): void {
    this.tf.dispose(run.tape);
  }

  /** Frees the native sessions. */
  close(): void {
    this.forwardGraph.close();
    this.backwardGraph?.close();
  }
}

/**
 * A graph that TensorFlow has loaded: named tensors in, named tensors out, no JavaScript between.
 * @module
 */
import type * as tfjs from '@tensorflow/tfjs';
import { BugError } from '../base/errors';
import { loadBackend, type Tensorflow } from './backend';
import { storeGraph } from './graph-cache';
import type { GraphBuilder } from './graph-builder';
import type { Port } from './graph-protobuf';

/** Tensors by the name of their input or output. */
export type TensorMap = Readonly<Record<string, tfjs.Tensor>>;

/** What tfjs-node's `loadSavedModel` returns. */
interface SavedModel {
  predict(inputs: tfjs.NamedTensorMap): tfjs.NamedTensorMap;
  dispose(): void;
}

/** An input size that is not fixed when the graph is built. */
const ANY_SIZE = -1;

/** With `SKALD_CHECK_NUMBERS=1` every fed number is looked at, which takes time: for finding where a NaN comes from. */
const asksForCheck = (): boolean => process.env['SKALD_CHECK_NUMBERS'] === '1';

/** Loaded once, run often; `close` gives the native session back. */
export class CompiledGraph {
  private constructor(
    private readonly name: string,
    private readonly model: SavedModel,
    private readonly inputs: ReadonlyMap<string, Port>,
    /** Shapes of the results. */
    readonly outputs: ReadonlyMap<string, Port>,
    private readonly checksNumbers: boolean,
  ) {}

  /**
   * Stores the graph in the cache folder and loads it from there.
   * @throws BugError without the native library.
   */
  static async compile(graph: GraphBuilder): Promise<CompiledGraph> {
    const { tf, kind } = await loadBackend();
    if (kind !== 'native') {
      throw new BugError('Cannot compile a graph as the native backend is missing');
    }
    const { node } = tf as Tensorflow & {
      node: { loadSavedModel(path: string): Promise<SavedModel> };
    };
    const folder = await storeGraph(graph.encode());
    return new CompiledGraph(
      graph.name,
      await node.loadSavedModel(folder),
      graph.inputPorts,
      graph.outputPorts,
      asksForCheck(),
    );
  }

  /**
   * Runs the graph. The results belong to the caller, who disposes them.
   * @throws RangeError naming the graph and the input that is missing or has a wrong shape, or, where the environment
   * asked for it with SKALD_CHECK_NUMBERS=1 when the graph was compiled, a number that is not finite.
   */
  run<Name extends string>(feeds: TensorMap): Record<Name, tfjs.Tensor> {
    for (const [name, port] of this.inputs) {
      const fed = feeds[name];
      if (!fed) throw new RangeError(`Cannot run ${this.title} as input ${name} is missing`);
      if (
        fed.rank !== port.shape.length ||
        fed.shape.some((s, i) => port.shape[i] !== ANY_SIZE && s !== port.shape[i])
      ) {
        throw new RangeError(
          `Cannot run ${this.title} as input ${name} needs shape [${port.shape.join()}]: current shape is [${fed.shape.join()}]`,
        );
      }
      if (this.checksNumbers && port.dtype === 'float32') this.checkNumbers(name, fed);
    }
    return this.model.predict(feeds) as Record<Name, tfjs.Tensor>;
  }

  private get title(): string {
    return `graph ${this.name}`;
  }

  private checkNumbers(input: string, fed: tfjs.Tensor): void {
    const values = fed.dataSync();
    const wrong = values.findIndex((value: number) => !Number.isFinite(value));
    if (wrong >= 0) {
      throw new RangeError(
        `Cannot run ${this.title} as input ${input} needs finite numbers: number ${wrong} of ${values.length} is ${values[wrong]}`,
      );
    }
  }

  /** Frees the native session. */
  close(): void {
    this.model.dispose();
  }
}

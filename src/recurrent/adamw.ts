/**
 * The AdamW optimiser over named weights: clips, steps, and throws steps away whose gradient is not finite.
 * @module
 */
import { loadTensorflow, type Tensorflow, type Tensor } from '../tensor/backend';
import { CompiledGraph } from '../tensor/compiled-graph';
import { adamWGraph, type AdamWOptions } from './adamw-graph';

/** Tensors by weight name. */
export type NamedTensors = Record<string, Tensor>;

/** The optimiser's memory: running means of gradients and of their squares, and the steps taken. */
export interface OptimiserState {
  readonly means: NamedTensors;
  readonly squares: NamedTensors;
  readonly steps: number;
}

/** What became of a step. */
export interface OptimiserReport {
  /** Joint norm of all gradients before clipping. */
  readonly norm: number;
  /** False where the gradient was not finite: weights and memory are as before. */
  readonly applied: boolean;
}

/** Owns weights and memory, and replaces them at every step. */
export class AdamW {
  private constructor(
    private readonly tf: Tensorflow,
    private readonly graph: CompiledGraph,
    private readonly options: AdamWOptions,
    private current: NamedTensors,
    private memory: OptimiserState,
  ) {}

  /** Takes over `weights` and `state`; without a state it starts from zeros. */
  static async compile(
    weights: NamedTensors,
    options: AdamWOptions,
    state?: OptimiserState,
  ): Promise<AdamW> {
    const tf = await loadTensorflow();
    const shapes = Object.fromEntries(Object.entries(weights).map(([name, w]) => [name, w.shape]));
    const zeros = (): NamedTensors =>
      Object.fromEntries(Object.entries(weights).map(([name, w]) => [name, tf.zerosLike(w)]));
    const graph = await CompiledGraph.compile(adamWGraph(shapes, options));
    const memory = state ?? { means: zeros(), squares: zeros(), steps: 0 };
    return new AdamW(tf, graph, options, { ...weights }, memory);
  }

  /** The weights now; they stay the optimiser's and live until the next step. */
  get weights(): Readonly<NamedTensors> {
    return this.current;
  }

  /** The memory now; its tensors live until the next step. */
  get state(): OptimiserState {
    return this.memory;
  }

  /** One step down `gradients` (freed here) at the learning rate `rate`. */
  step(gradients: Readonly<NamedTensors>, rate: number): OptimiserReport {
    const { tf, memory, options } = this;
    const names = Object.keys(this.current);
    const scalars = {
      rate: tf.scalar(rate),
      correction1: tf.scalar(1 / (1 - options.beta1 ** (memory.steps + 1))),
      correction2: tf.scalar(1 / (1 - options.beta2 ** (memory.steps + 1))),
    };
    const feeds: NamedTensors = { ...scalars };
    for (const name of names) {
      feeds[name] = this.current[name]!;
      feeds[`${name}/gradient`] = gradients[name]!;
      feeds[`${name}/mean`] = memory.means[name]!;
      feeds[`${name}/square`] = memory.squares[name]!;
    }
    const { norm: normTensor, ...fresh } = this.graph.run<string>(feeds);
    const norm = (normTensor!.dataSync() as Float32Array)[0]!;
    tf.dispose([scalars, gradients, normTensor!]);
    if (!Number.isFinite(norm)) {
      tf.dispose(fresh);
      return { norm, applied: false };
    }
    const pick = (suffix: string): NamedTensors =>
      Object.fromEntries(names.map((name) => [name, fresh[`${name}${suffix}`]!]));
    tf.dispose([this.current, memory.means, memory.squares]);
    this.current = pick('');
    this.memory = { means: pick('/mean'), squares: pick('/square'), steps: memory.steps + 1 };
    return { norm, applied: true };
  }

  /** Frees weights, memory and the native session. */
  close(): void {
    this.graph.close();
    this.tf.dispose([this.current, this.memory.means, this.memory.squares]);
  }
}

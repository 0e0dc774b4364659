/**
 * What all optimisers share: they own weights and memory, replace them by the results of one graph a step, and throw
 * a step away whose gradient is not finite.
 * @module
 */
import { loadTensorflow, type Tensorflow, type Tensor } from '../tensor/backend';
import { CompiledGraph } from '../tensor/compiled-graph';
import type { GraphBuilder } from '../tensor/graph-builder';

/** Tensors by weight name. */
export type NamedTensors = Record<string, Tensor>;

/** The optimiser's memory, and the steps taken; what an optimiser does not keep is empty. */
export interface OptimiserState {
  /** AdamW: running means of the gradients. SGD: the momentum. */
  readonly means: NamedTensors;
  /** AdamW: running means of the gradients' squares. */
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

/** Port of a memory, for weight p: `p/mean` and so on. */
const PORTS = { means: 'mean', squares: 'square' } as const;

/** How one optimiser updates. */
export interface UpdateRule {
  /** What it remembers. */
  readonly memories: readonly (keyof typeof PORTS)[];
  /**
   * Inputs for every weight p: `p`, `p/gradient`, its memories, and the scalars. Outputs: new `p`, new memories, and
   * `norm`, the joint norm of the gradients before clipping: not finite where the step must be thrown away.
   */
  graph(shapes: Readonly<Record<string, readonly number[]>>): GraphBuilder;
  /** Values of the graph's scalars at step number `step`, which starts at 1. */
  scalars(step: number, rate: number): Readonly<Record<string, number>>;
}

/** Owns weights and memory, and replaces them at every step. */
export class Optimiser {
  private constructor(
    private readonly tf: Tensorflow,
    private readonly graph: CompiledGraph,
    private readonly rule: UpdateRule,
    private current: NamedTensors,
    private memory: OptimiserState,
  ) {}

  /** Takes over `weights` and `state`; without a state it starts from zeros. */
  static async compile(
    rule: UpdateRule,
    weights: NamedTensors,
    state?: OptimiserState,
  ): Promise<Optimiser> {
    const tf = await loadTensorflow();
    const shapes = Object.fromEntries(Object.entries(weights).map(([name, w]) => [name, w.shape]));
    const zeros = (kept: boolean): NamedTensors =>
      Object.fromEntries(
        Object.entries(kept ? weights : {}).map(([name, w]) => [name, tf.zerosLike(w)]),
      );
    const graph = await CompiledGraph.compile(rule.graph(shapes));
    const memory = state ?? {
      means: zeros(rule.memories.includes('means')),
      squares: zeros(rule.memories.includes('squares')),
      steps: 0,
    };
    return new Optimiser(tf, graph, rule, { ...weights }, memory);
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
    const { tf, memory, rule } = this;
    const names = Object.keys(this.current);
    const scalars = Object.fromEntries(
      Object.entries(rule.scalars(memory.steps + 1, rate)).map(([k, v]) => [k, tf.scalar(v)]),
    );
    const feeds: NamedTensors = { ...scalars };
    for (const name of names) {
      feeds[name] = this.current[name]!;
      feeds[`${name}/gradient`] = gradients[name]!;
      for (const kind of rule.memories) feeds[`${name}/${PORTS[kind]}`] = memory[kind][name]!;
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
    const next = { means: memory.means, squares: memory.squares, steps: memory.steps + 1 };
    tf.dispose(this.current);
    for (const kind of rule.memories) {
      tf.dispose(memory[kind]);
      next[kind] = pick(`/${PORTS[kind]}`);
    }
    this.current = pick('');
    this.memory = next;
    return { norm, applied: true };
  }

  /** Frees weights, memory and the native session. */
  close(): void {
    this.graph.close();
    this.tf.dispose([this.current, this.memory.means, this.memory.squares]);
  }
}

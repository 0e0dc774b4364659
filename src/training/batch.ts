/**
 * Batches of utterances of like length, padded to whole blocks of steps.
 * @module
 */
import { BugError } from '../base/errors';
import type { Random } from '../base/random';
import { STEP_SECONDS } from '../features/definition';

/** One utterance ready to be learned from. */
export interface Example {
  /** Steps × values of a step; those of sound are normalised. */
  readonly steps: Float32Array;
  readonly stepCount: number;
  /** Characters. */
  readonly labels: Int32Array;
  /** Phones; none where they are not learned, or not known of every word. */
  readonly phones?: Int32Array;
  /** The phone of every step, or the blank; where phones are learned step by step. */
  readonly targets?: Uint8Array;
  /** Nothing is said, and that is to be learned; without it, no labels mean that they are not known. */
  readonly silent?: boolean;
}

/** B utterances in n blocks of S steps. */
export interface Batch {
  readonly size: number;
  /** n arrays of S·B·I values, time-major; I values make a step. */
  readonly blocks: readonly Float32Array[];
  /** n arrays of S·B values, 1 where the utterance has ended. */
  readonly padding: readonly Float32Array[];
  readonly lengths: readonly number[];
  readonly labels: readonly Int32Array[];
  readonly phones: readonly Int32Array[];
  readonly targets: readonly (Uint8Array | undefined)[];
  readonly silent: readonly boolean[];
  readonly seconds: number;
}

/** How batches are put together. */
export interface BatchPlan {
  readonly blockSteps: number;
  readonly batchSize: number;
  /** Utterances of at most `shortSteps` steps go into batches of this size. */
  readonly shortBatchSize: number;
  readonly shortSteps: number;
}

/** Steps that CTC needs at least: one a label, and a blank between equal neighbours. */
export function stepsNeeded(labels: Int32Array): number {
  return labels.reduce((n, label, i) => n + (i > 0 && labels[i - 1] === label ? 2 : 1), 0);
}

/**
 * Deals the examples into full batches of like length; the few that do not fill a batch wait for the next epoch.
 * @param inOrder Shortest first instead of shuffled (SortaGrad, Amodei et al. 2016, section 3.2).
 */
export function dealBatches<T extends { readonly stepCount: number }>(
  examples: readonly T[],
  plan: BatchPlan,
  random: Random,
  inOrder: boolean,
): T[][] {
  const keyed = examples.map((example) => ({
    example,
    key: example.stepCount * (0.95 + 0.1 * random.next()),
  }));
  keyed.sort((a, b) => a.key - b.key);
  const batches: T[][] = [];
  const isShort = (e: T): boolean => e.stepCount <= plan.shortSteps;
  for (const [group, size] of [
    [keyed.filter((k) => isShort(k.example)), plan.shortBatchSize],
    [keyed.filter((k) => !isShort(k.example)), plan.batchSize],
  ] as const) {
    const offset = random.integer((group.length % size) + 1);
    for (let i = offset; i + size <= group.length; i += size) {
      batches.push(group.slice(i, i + size).map((k) => k.example));
    }
  }
  return inOrder ? batches : random.shuffle(batches);
}

/** Lays the examples out time-major and pads them; steps of all of them have as many values. */
export function layOut(examples: readonly Example[], blockSteps: number): Batch {
  const size = examples.length;
  if (size === 0) throw new BugError('Cannot lay out a batch as it has no examples');
  const longest = Math.max(...examples.map((e) => e.stepCount));
  const blockCount = Math.ceil(longest / blockSteps);
  const width = examples[0]!.steps.length / examples[0]!.stepCount;
  const make = (values: number, fill: number): Float32Array[] =>
    Array.from({ length: blockCount }, () => new Float32Array(blockSteps * values).fill(fill));
  const blocks = make(size * width, 0);
  const padding = make(size, 1);
  for (const [b, example] of examples.entries()) {
    const { steps } = example;
    for (let t = 0; t < example.stepCount; t++) {
      const row = (t % blockSteps) * size + b;
      const block = Math.floor(t / blockSteps);
      blocks[block]!.set(steps.subarray(t * width, (t + 1) * width), row * width);
      padding[block]![row] = 0;
    }
  }
  const lengths = examples.map((e) => e.stepCount);
  return {
    size,
    blocks,
    padding,
    lengths,
    labels: examples.map((e) => e.labels),
    phones: examples.map((e) => e.phones ?? new Int32Array(0)),
    targets: examples.map((e) => e.targets),
    silent: examples.map((e) => e.silent === true),
    seconds: lengths.reduce((a, b) => a + b, 0) * STEP_SECONDS,
  };
}

/**
 * Batches of utterances of like length, padded to whole blocks of steps.
 * @module
 */
import { BugError } from '../base/errors';
import type { Random } from '../base/random';
import { STEP_SIZE } from '../features/definition';

/** One utterance ready to be learned from. */
export interface Example {
  /** Steps × `STEP_SIZE`, normalised. */
  readonly steps: Float32Array;
  readonly stepCount: number;
  readonly labels: Int32Array;
}

/** B utterances in n blocks of S steps. */
export interface Batch {
  readonly size: number;
  /** n arrays of S·B·`STEP_SIZE` values, time-major. */
  readonly blocks: readonly Float32Array[];
  /** n arrays of S·B values, 1 where the utterance has ended. */
  readonly padding: readonly Float32Array[];
  readonly lengths: readonly number[];
  readonly labels: readonly Int32Array[];
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
export function dealBatches(
  examples: readonly Example[],
  plan: BatchPlan,
  random: Random,
  inOrder: boolean,
): Example[][] {
  const keyed = examples.map((example) => ({
    example,
    key: example.stepCount * (0.95 + 0.1 * random.next()),
  }));
  keyed.sort((a, b) => a.key - b.key);
  const batches: Example[][] = [];
  const isShort = (e: Example): boolean => e.stepCount <= plan.shortSteps;
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

/** Time masks of SpecAugment (Park et al. 2019): `count` stretches of up to `maxSteps` steps set to the mean. */
export interface TimeMasks {
  readonly count: number;
  readonly maxSteps: number;
  /** At most this share of an utterance in one mask. */
  readonly maxShare: number;
}

function maskTime(steps: Float32Array, stepCount: number, masks: TimeMasks, random: Random): void {
  for (let i = 0; i < masks.count; i++) {
    const limit = Math.min(masks.maxSteps, Math.floor(stepCount * masks.maxShare));
    const width = random.integer(limit + 1);
    const start = random.integer(stepCount - width + 1);
    steps.fill(0, start * STEP_SIZE, (start + width) * STEP_SIZE);
  }
}

/** Lays the examples out time-major and pads them; `masks` are drawn anew for each. */
export function layOut(
  examples: readonly Example[],
  blockSteps: number,
  masks: TimeMasks | undefined,
  random: Random,
): Batch {
  const size = examples.length;
  if (size === 0) throw new BugError('Cannot lay out a batch as it has no examples');
  const longest = Math.max(...examples.map((e) => e.stepCount));
  const blockCount = Math.ceil(longest / blockSteps);
  const make = (width: number, fill: number): Float32Array[] =>
    Array.from({ length: blockCount }, () => new Float32Array(blockSteps * width).fill(fill));
  const blocks = make(size * STEP_SIZE, 0);
  const padding = make(size, 1);
  for (const [b, example] of examples.entries()) {
    const steps = masks ? example.steps.slice() : example.steps;
    if (masks) maskTime(steps, example.stepCount, masks, random);
    for (let t = 0; t < example.stepCount; t++) {
      const row = (t % blockSteps) * size + b;
      const block = Math.floor(t / blockSteps);
      blocks[block]!.set(steps.subarray(t * STEP_SIZE, (t + 1) * STEP_SIZE), row * STEP_SIZE);
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
    seconds: lengths.reduce((a, b) => a + b, 0) * 0.03,
  };
}

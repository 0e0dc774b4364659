/**
 * The mean of the weights over the last part of a run: steps at a rate that still moves wander around a better place than
 * they stand on (Polyak and Juditsky 1992; Izmailov et al. 2018, "Averaging weights leads to wider optima").
 * @module
 */
import type { WeightArray } from '../bundle/weights-file';

type Weights = Readonly<Record<string, WeightArray>>;

/** A mean that can be gone on with: kept in checkpoints, so that a resumed run ends with the same one. */
export interface AverageState {
  /** None before the first weights. */
  readonly weights: Weights;
  /** How many weights it is the mean of. */
  readonly count: number;
}

/** Before the first weights. */
export const NO_AVERAGE: AverageState = { weights: {}, count: 0 };

/** Weights are looked at every so many steps: neighbours hardly differ, and all of them must be read each time. */
export const AVERAGE_EVERY_STEPS = 10;

/** Whether the weights after step number `step` (the first is 1) belong to the mean over the last `share` of a run. */
export function isAveraged(step: number, totalSteps: number, share: number): boolean {
  if (step <= totalSteps * (1 - share)) return false;
  return step === totalSteps || step % AVERAGE_EVERY_STEPS === 0;
}

/**
 * The mean that a run goes on with after `steps` steps.
 * @param average From a checkpoint; where it is the mean of other steps than this run's, as after `totalSteps` was raised,
 *   it is not gone on with.
 */
export function averageAt(
  average: AverageState | undefined,
  steps: number,
  totalSteps: number,
  share: number,
): AverageState | undefined {
  let due = 0;
  for (let step = 1; step <= steps; step++) if (isAveraged(step, totalSteps, share)) due++;
  return average?.count === due ? average : undefined;
}

/** The mean with one more set of weights in it; numbers are rounded to 32 bits, as a checkpoint keeps them. */
export function withWeights({ weights: mean, count }: AverageState, fresh: Weights): AverageState {
  const share = 1 / (count + 1);
  const next = Object.entries(fresh).map(([name, { shape, data }]) => {
    const moved = data.slice();
    const before = mean[name]?.data;
    // A plain loop: there are millions of them.
    if (before) {
      for (let i = 0; i < moved.length; i++) {
        moved[i] = before[i]! + share * (moved[i]! - before[i]!);
      }
    }
    return [name, { shape, data: moved }] as const;
  });
  return { weights: Object.fromEntries(next), count: count + 1 };
}

/**
 * The mean of several networks.
 * @throws RangeError where their weights do not have the same names and shapes, or there is none.
 */
export function meanOf(networks: readonly Weights[]): Weights {
  const shapesOf = (weights: Weights): string =>
    Object.entries(weights)
      .map(([name, { shape }]) => `${name} ${shape.join('×')}`)
      .sort()
      .join(', ');
  const [first] = networks;
  if (first === undefined) throw new RangeError('Cannot average no networks');
  const other = networks.findIndex((weights) => shapesOf(weights) !== shapesOf(first));
  if (other >= 0) {
    throw new RangeError(
      `Cannot average networks of different shapes: number ${other + 1} differs`,
    );
  }
  return networks.reduce((mean, weights) => withWeights(mean, weights), NO_AVERAGE).weights;
}

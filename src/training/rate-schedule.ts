/**
 * The learning rate over a run: linear warm-up, a plateau, a linear fall to zero.
 * @module
 */

/** The numbers of the schedule; see `TrainConfig`. */
export interface RateSchedule {
  readonly rate: number;
  readonly warmUpSteps: number;
  readonly decayShare: number;
  readonly totalSteps: number;
}

/** Rate of step `step` (0 is the first). */
export function rateAt(schedule: RateSchedule, step: number): number {
  const { rate, warmUpSteps, decayShare, totalSteps } = schedule;
  const warm = Math.min(1, (step + 1) / (warmUpSteps + 1));
  const decaySteps = Math.max(1, decayShare * totalSteps);
  const left = Math.max(0, Math.min(1, (totalSteps - step) / decaySteps));
  return rate * warm * left;
}

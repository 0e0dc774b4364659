/**
 * Lengths that sequences are padded to, so that few graphs are compiled.
 * @module
 */

const STEPS = [5, 6, 7, 8, 9, 10, 12, 14, 18, 24, 32, 48] as const;

/** No sequence is longer. */
export const MOST_STEPS = 48;

/**
 * The length that a sequence of `length` is padded to.
 * @throws RangeError for more than {@link MOST_STEPS}.
 */
export function paddedSteps(length: number): number {
  const steps = STEPS.find((each) => each >= length);
  if (steps === undefined) {
    throw new RangeError(
      `Cannot pad a sequence as it may have ${MOST_STEPS} steps: current length is ${length}`,
    );
  }
  return steps;
}

/**
 * How busy the machine is with other things, for limits of time.
 * @module
 */
import { availableParallelism, loadavg } from 'node:os';

/** How many times longer work takes here than on a machine that nobody else uses; at least 1. */
export function waitingFactor(): number {
  return Math.max(1, (loadavg()[0] ?? 0) / availableParallelism());
}

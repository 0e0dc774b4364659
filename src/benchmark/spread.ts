/**
 * Median and range of repeated measurements.
 * @module
 */

/** Of several runs; the unit is that of the measurements. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** As tables show it: whole numbers, median (least–most). */
export function asText({ median, least, most }: Spread): string {
  return `${median.toFixed(0)} (${least.toFixed(0)}–${most.toFixed(0)})`;
}

/** @throws RangeError without measurements. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const least = sorted[0];
  const most = sorted.at(-1);
  if (least === undefined || most === undefined) {
    throw new RangeError('Cannot give a spread as it needs a measurement: current count is 0');
  }
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? most;
  const lower = sorted.length % 2 === 1 ? upper : (sorted[middle - 1] ?? least);
  return { median: (lower + upper) / 2, least, most };
}

/**
 * Axes of a chart: where a value lies between 0 and 1, and which values get a mark.
 * @module
 */

/** One axis. */
export interface Axis {
  /** 0 at the axis' start, 1 at its end. */
  place(value: number): number;
  readonly marks: readonly number[];
}

const MARKS = 5;
/** Powers of ten that get a mark at most. */
const DECADES = 6;

/** The smallest of 1, 2, 5 times a power of ten that is at least `step`. */
function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  const factor = [1, 2, 5, 10].find((f) => f * power >= step * (1 - 1e-9)) ?? 10;
  return factor * power;
}

function linearAxis(least: number, most: number): Axis {
  const step = roundStep((most - least || Math.abs(most) || 1) / MARKS);
  const start = Math.floor(least / step) * step;
  const end = Math.max(start + step, Math.ceil(most / step - 1e-9) * step);
  const count = Math.round((end - start) / step);
  return {
    place: (value) => (value - start) / (end - start),
    marks: Array.from({ length: count + 1 }, (_, i) => Number((start + i * step).toPrecision(12))),
  };
}

function logarithmicAxis(least: number, most: number): Axis {
  const start = Math.floor(Math.log10(least));
  const end = Math.max(start + 1, Math.ceil(Math.log10(most) - 1e-9));
  const every = Math.ceil((end - start) / DECADES);
  const marks: number[] = [];
  for (let power = start; power <= end; power += every) marks.push(10 ** power);
  return { place: (value) => (Math.log10(value) - start) / (end - start), marks };
}

/** An axis that holds all finite `values`; a logarithmic one holds those above 0. */
export function axisOf(values: readonly number[], logarithmic: boolean): Axis {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value) || (logarithmic && value <= 0)) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  if (least > most) [least, most] = logarithmic ? [1, 10] : [0, 1];
  return logarithmic ? logarithmicAxis(least, most) : linearAxis(least, most);
}

/** A number for a mark or a table. */
export function shortNumber(value: number): string {
  if (!Number.isFinite(value)) return 'not finite';
  const size = Math.abs(value);
  if (value === 0) return '0';
  if (size >= 1e6 || size < 1e-3) return value.toExponential(2).replace(/\.?0+e/, 'e');
  return String(Number(value.toPrecision(4)));
}

/**
 * Learning rates over a run, as data. Steps count from 0; all but one-cycle may start with a linear warm-up, and count
 * their own steps from its end.
 * @module
 */

interface WarmUp {
  /** The highest rate. */
  readonly rate: number;
  /** Steps before the first at the full rate; 0 if not given. */
  readonly warmUpSteps?: number;
}

/** Always the same rate. */
interface Constant extends WarmUp {
  readonly kind: 'constant';
}

/** Multiplied by `factor` once every `everySteps` steps. */
interface Step extends WarmUp {
  readonly kind: 'step';
  readonly factor: number;
  readonly everySteps: number;
}

/** Multiplied by `factor` at every step. */
interface Exponential extends WarmUp {
  readonly kind: 'exponential';
  readonly factor: number;
}

/** Half a cosine from the rate to `least` at `totalSteps`. Source: Loshchilov and Hutter 2017, "SGDR". */
interface Cosine extends WarmUp {
  readonly kind: 'cosine';
  readonly totalSteps: number;
  readonly least: number;
}

/** rate · √(w / (step + 1)) behind w = `warmUpSteps` + 1 steps. Source: Vaswani et al. 2017, section 5.3. */
interface InverseSquareRoot extends WarmUp {
  readonly kind: 'inverse-square-root';
}

/**
 * Up from rate / `startDivisor` by half a cosine, then down to that divided by `endDivisor`, at the last step.
 * Source: Smith and Topin 2018, "Super-convergence", with the cosines of PyTorch's OneCycleLR.
 */
interface OneCycle {
  readonly kind: 'one-cycle';
  readonly rate: number;
  readonly totalSteps: number;
  /** Part of the steps that goes up. */
  readonly riseShare: number;
  readonly startDivisor: number;
  readonly endDivisor: number;
}

/** A learning rate over a run. */
export type RateSchedule = Constant | Step | Exponential | Cosine | InverseSquareRoot | OneCycle;

const LIMITS = {
  rate: [0, 10],
  warmUpSteps: [0, 1e8],
  factor: [1e-6, 1],
  everySteps: [1, 1e8],
  totalSteps: [1, 1e8],
  least: [0, 10],
  riseShare: [0.001, 0.999],
  startDivisor: [1, 1e9],
  endDivisor: [1, 1e9],
} as const satisfies Record<string, readonly [number, number]>;
type Field = keyof typeof LIMITS;

/** The numbers that each kind must give; `warmUpSteps` may be left out. */
const FIELDS: Readonly<Record<RateSchedule['kind'], readonly Field[]>> = {
  constant: ['rate', 'warmUpSteps'],
  step: ['rate', 'warmUpSteps', 'factor', 'everySteps'],
  exponential: ['rate', 'warmUpSteps', 'factor'],
  cosine: ['rate', 'warmUpSteps', 'totalSteps', 'least'],
  'inverse-square-root': ['rate', 'warmUpSteps'],
  'one-cycle': ['rate', 'totalSteps', 'riseShare', 'startDivisor', 'endDivisor'],
};

/**
 * A schedule from a file.
 * @throws RangeError naming the field that does not fit.
 */
export function parseRateSchedule(value: unknown): RateSchedule {
  if (typeof value !== 'object' || value === null) {
    throw new RangeError('A rate schedule must be an object');
  }
  const { kind, ...fields } = value as Record<string, unknown>;
  if (typeof kind !== 'string' || !Object.hasOwn(FIELDS, kind)) {
    throw new RangeError(`kind must be one of ${Object.keys(FIELDS).join(', ')}`);
  }
  const known: readonly string[] = FIELDS[kind as RateSchedule['kind']];
  for (const key of Object.keys(fields)) {
    if (!known.includes(key)) throw new RangeError(`${key} is not a field of schedule ${kind}`);
  }
  for (const key of FIELDS[kind as RateSchedule['kind']]) {
    const number = fields[key];
    if (number === undefined && key === 'warmUpSteps') continue;
    const [low, high] = LIMITS[key];
    if (typeof number !== 'number' || !(number >= low && number <= high)) {
      throw new RangeError(`${key} must be a number from ${low} to ${high}`);
    }
  }
  return value as RateSchedule;
}

/** Half a cosine from `from` (share 0) to `to` (share 1). */
function halfCosine(from: number, to: number, share: number): number {
  return to + ((from - to) * (1 + Math.cos(Math.PI * Math.min(1, Math.max(0, share))))) / 2;
}

function oneCycle(s: OneCycle, step: number): number {
  const start = s.rate / s.startDivisor;
  const top = s.riseShare * s.totalSteps - 1;
  if (step <= top) return halfCosine(start, s.rate, step / top);
  return halfCosine(s.rate, start / s.endDivisor, (step - top) / (s.totalSteps - 1 - top));
}

/** Rate of step `step`; 0 is the first. */
export function learningRate(schedule: RateSchedule, step: number): number {
  if (schedule.kind === 'one-cycle') return oneCycle(schedule, step);
  const { rate, warmUpSteps = 0 } = schedule;
  if (step < warmUpSteps) return (rate * (step + 1)) / (warmUpSteps + 1);
  const own = step - warmUpSteps;
  switch (schedule.kind) {
    case 'constant':
      return rate;
    case 'step':
      return rate * schedule.factor ** Math.floor(own / schedule.everySteps);
    case 'exponential':
      return rate * schedule.factor ** own;
    case 'cosine':
      return halfCosine(rate, schedule.least, own / Math.max(1, schedule.totalSteps - warmUpSteps));
    case 'inverse-square-root':
      return rate * Math.sqrt((warmUpSteps + 1) / (step + 1));
  }
}

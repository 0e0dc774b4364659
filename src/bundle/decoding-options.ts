/**
 * How the words of a model are best found: weights and limits of the lexicon decoder, as a manifest keeps them.
 * @module
 */
import { UserError } from '../base/errors';
import { PHONES } from '../text/phones';

/** Least and greatest value of each number. */
const BOUNDS = {
  alpha: [0, 20],
  beta: [-50, 50],
  acousticScale: [0.01, 20],
  priorScale: [0, 2],
  range: [0.1, 1000],
  width: [1, 100_000],
  lookAheadEntries: [0, 1_000_000],
  phoneFloor: [-100, 0],
  blankSkip: [-10, 0],
  cutWordCost: [0, 1000],
  latticeRange: [0, 1000],
  phoneModelWeight: [0, 10],
  stretch: [0, 0.3],
} as const;

/** What each weight of the confidence may be. */
const MOST_CONFIDENCE_WEIGHT = 1000;
const CONFIDENCE_NAMES = ['bias', 'sound', 'weakest', 'phones', 'agreement'] as const;
/** Least and greatest value of each number of the rescoring. */
const RESCORING_BOUNDS = {
  recurrent: [0, 20],
  ngram: [-20, 20],
  word: [-50, 50],
  readings: [1, 1000],
} as const;
const RESCORING_NAMES = Object.keys(RESCORING_BOUNDS) as (keyof typeof RESCORING_BOUNDS)[];

/** Names of the numbers. */
type DecodingNumber = keyof typeof BOUNDS;

/**
 * See `LexiconBeamOptions` of the decoder for what each means; what is missing has the decoder's own value. `stretch`: all is
 * heard several times, with vocal tracts up to so much longer and shorter; once without it. `phoneModelWeight`: how much the
 * phone trigram counts where phones are read without words.
 */
export type DecodingOptions = Readonly<Partial<Record<DecodingNumber, number>>> & {
  /** Log prior of each phone and, last, the blank; needed where `priorScale` is not 0. */
  readonly logPriors?: readonly number[];
  /** Weights that make a probability of what speaks for a word; its sound alone counts where they are missing. */
  readonly confidence?: Readonly<Record<(typeof CONFIDENCE_NAMES)[number], number>>;
  /** How the recurrent language model chooses among the best readings, and how many it is asked about. */
  readonly rescoring?: Readonly<Record<keyof typeof RESCORING_BOUNDS, number>>;
};

const CLASSES = PHONES.length + 1;

function isLogPriors(value: unknown): value is number[] {
  const isLog = (n: unknown): boolean => typeof n === 'number' && Number.isFinite(n) && n <= 0;
  return Array.isArray(value) && value.length === CLASSES && value.every(isLog);
}

function isConfidence(value: unknown): value is NonNullable<DecodingOptions['confidence']> {
  if (typeof value !== 'object' || value === null) return false;
  const weights = value as Record<string, unknown>;
  return (
    Object.keys(weights).length === CONFIDENCE_NAMES.length &&
    CONFIDENCE_NAMES.every((name) => {
      const weight = weights[name];
      return typeof weight === 'number' && Math.abs(weight) <= MOST_CONFIDENCE_WEIGHT;
    })
  );
}

function isRescoring(value: unknown): value is NonNullable<DecodingOptions['rescoring']> {
  if (typeof value !== 'object' || value === null) return false;
  const numbers = value as Record<string, unknown>;
  return (
    Object.keys(numbers).length === RESCORING_NAMES.length &&
    RESCORING_NAMES.every((name) => {
      const [number, [least, most]] = [numbers[name], RESCORING_BOUNDS[name]];
      return typeof number === 'number' && number >= least && number <= most;
    }) &&
    Number.isInteger(numbers['readings'])
  );
}

/**
 * Checks options that come from a file or a person.
 * @throws UserError naming the one that does not fit.
 */
export function parseDecodingOptions(value: unknown, where: string): DecodingOptions {
  const refuse = (what: string, mend: string): never => {
    throw new UserError(`${where} ${what}`, mend);
  };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse('has unreadable decoding options', 'give them as names and numbers');
  }
  const options: Partial<Record<DecodingNumber, number>> & {
    logPriors?: number[];
    confidence?: NonNullable<DecodingOptions['confidence']>;
    rescoring?: NonNullable<DecodingOptions['rescoring']>;
  } = {};
  for (const [name, given] of Object.entries(value as Record<string, unknown>)) {
    if (name === 'logPriors') {
      if (!isLogPriors(given)) {
        return refuse('has wrong log priors', `give ${CLASSES} numbers up to 0, or leave them out`);
      }
      options.logPriors = given;
    } else if (name === 'confidence') {
      if (!isConfidence(given)) {
        return refuse(
          'has wrong confidence weights',
          `give numbers for ${CONFIDENCE_NAMES.join(', ')}, or leave them out`,
        );
      }
      options.confidence = given;
    } else if (name === 'rescoring') {
      if (!isRescoring(given)) {
        return refuse(
          'has wrong rescoring weights',
          `give numbers for ${RESCORING_NAMES.join(', ')}, or leave them out`,
        );
      }
      options.rescoring = given;
    } else if (Object.hasOwn(BOUNDS, name)) {
      const [least, most] = BOUNDS[name as DecodingNumber];
      if (!(typeof given === 'number' && given >= least && given <= most)) {
        return refuse(`has a wrong decoding option ${name}`, `give ${least} to ${most}`);
      }
      options[name as DecodingNumber] = given;
    } else {
      return refuse(
        `has an unknown decoding option ${JSON.stringify(name)}`,
        `use ${Object.keys(BOUNDS).join(', ')}`,
      );
    }
  }
  if ((options.priorScale ?? 0) !== 0 && options.logPriors === undefined) {
    return refuse('has a priorScale but no logPriors', 'leave priorScale out');
  }
  return options;
}

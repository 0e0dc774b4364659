/**
 * How well a recording fits its text: the phones that a trained network hears in it against those of the text, and how
 * probable the text's own phones are where they lie best.
 * @module
 */
import type { Matrix } from '../base/matrix';
import { alignUnits } from '../decoder/forced-alignment';
import { greedyDecode } from '../decoder/greedy';
import type { PhoneSearch } from '../decoder/phone-search';
import { editDistance } from '../text/edit-distance';
import { stepsNeeded } from './batch';

/** What a network makes of one recording. */
export interface TextFit {
  /** Phones of the text. */
  readonly phones: number;
  /** Edits from them to those that were heard. */
  readonly errors: number;
  readonly heard: readonly number[];
  /** Natural log probability of the best path that says the text, by step of 30 ms; −∞ if it is too short for it. */
  readonly logLikelihood: number;
}

/**
 * A recording of which at least this share of the phones is wrong does not fit its text. Looked at by eye, short texts with
 * so many errors were another word, half a word or silence. Longer ones between the two limits were mostly right, and hard
 * to understand: accents and bad microphones, which a training needs.
 */
const LEAST_WRONG_SHARE = { short: 0.7, long: 0.85 } as const;
/** A text of at most so many phones is short. */
const SHORT_PHONES = 10;
/** Phones of a text at least: one or two are lost by chance in a clip that is right. */
const LEAST_PHONES = 3;

/**
 * Measures a recording.
 * @param posteriors T × classes log posteriors, the blank last.
 * @param text Phones of the text.
 * @param search Under the phone trigram that the network learned with; step by step without it.
 */
export function textFit(posteriors: Matrix, text: Uint8Array, search?: PhoneSearch): TextFit {
  const heard = search?.best(posteriors) ?? greedyDecode(posteriors).units;
  const fits = stepsNeeded(Int32Array.from(text)) <= posteriors.rows && posteriors.rows > 0;
  const total = fits ? alignUnits(posteriors, Array.from(text)).logProbability : -Infinity;
  return {
    phones: text.length,
    errors: editDistance(text, heard),
    heard,
    logLikelihood: total / Math.max(1, posteriors.rows),
  };
}

/** Phone errors as a share of the text's phones. */
export function wrongShare({ errors, phones }: Pick<TextFit, 'errors' | 'phones'>): number {
  return errors / Math.max(1, phones);
}

/** Why a recording should be left out of a training; undefined if it fits its text. */
export function whyLeftOut(fit: TextFit): string | undefined {
  if (fit.logLikelihood === -Infinity) return 'too short for its text';
  const least = LEAST_WRONG_SHARE[fit.phones > SHORT_PHONES ? 'long' : 'short'];
  if (fit.phones < LEAST_PHONES || wrongShare(fit) < least) return undefined;
  return `${fit.errors} phone errors in ${fit.phones} phones`;
}

/** For sorting: the worst fit comes first. */
export function worstFirst(a: TextFit, b: TextFit): number {
  return wrongShare(b) - wrongShare(a) || a.logLikelihood - b.logLikelihood;
}

/**
 * The manifest of a model folder: what the network is, what it was trained on, and the checksums of its files.
 * @module
 */
import { parseAcousticSpec, type AcousticSpec } from '../acoustic/acoustic-spec';
import { UserError } from '../base/errors';
import { COEFFICIENTS, STEP_SIZE } from '../features/definition';
import { parseDecodingOptions, type DecodingOptions } from './decoding-options';

/** Version of the folder's layout; a reader refuses others. */
export const BUNDLE_VERSION = 1;
/** Name of the front end that `src/features/definition.ts` defines. */
export const FRONT_END = 'meyda-mfcc-40-v1';

/** `manifest.json`. */
export interface BundleManifest {
  readonly bundleVersion: number;
  readonly name: string;
  readonly language: string;
  readonly created: string;
  readonly licence: string;
  readonly credit: readonly string[];
  readonly frontEnd: string;
  readonly network: AcousticSpec;
  /** Output units without the blank, in the order of the network's classes. */
  readonly units: readonly string[];
  /** Mean and deviation of each coefficient over the training data. */
  readonly featureMean: readonly number[];
  readonly featureDeviation: readonly number[];
  /** SHA-256 of each other file of the folder that the recogniser reads. */
  readonly checksums: Readonly<Record<string, string>>;
  /** How its words are best found, where that was tried; the decoder's own values stand for what is missing. */
  readonly decoding?: DecodingOptions;
}

const MEND = 'get the model again, or train a new one';

function isNumbers(value: unknown, length: number): value is number[] {
  return (
    Array.isArray(value) &&
    value.length === length &&
    value.every((n) => typeof n === 'number' && Number.isFinite(n))
  );
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((s) => typeof s === 'string');
}

/**
 * Checks a manifest that comes from a file.
 * @throws UserError naming the field that does not fit.
 */
export function parseBundleManifest(json: string, where: string): BundleManifest {
  const refuse = (what: string): never => {
    throw new UserError(`Model ${where} ${what}`, MEND);
  };
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return refuse('has an unreadable manifest.json');
  }
  if (typeof value !== 'object' || value === null) return refuse('has an unreadable manifest.json');
  const m = value as Partial<Record<keyof BundleManifest, unknown>>;
  if (m.bundleVersion !== BUNDLE_VERSION) {
    return refuse(`has layout ${String(m.bundleVersion)}, this program reads ${BUNDLE_VERSION}`);
  }
  if (m.frontEnd !== FRONT_END) return refuse(`needs another front end than ${FRONT_END}`);
  const text = (key: keyof BundleManifest): string => {
    const found = m[key];
    return typeof found === 'string' ? found : refuse(`has no ${key} in manifest.json`);
  };
  const network = parseAcousticSpec(m.network, `Model ${where}`);
  const { units, featureMean, featureDeviation, checksums } = m;
  if (!isStrings(units) || units.length !== network.classes - 1) {
    return refuse('does not name a unit for each class of its network');
  }
  if (network.inputSize !== STEP_SIZE) return refuse(`takes ${network.inputSize} values a step`);
  if (!isNumbers(featureMean, COEFFICIENTS) || !isNumbers(featureDeviation, COEFFICIENTS)) {
    return refuse(`lacks ${COEFFICIENTS} feature means and deviations`);
  }
  if (typeof checksums !== 'object' || checksums === null || !isStrings(Object.values(checksums))) {
    return refuse('lacks its checksums');
  }
  return {
    bundleVersion: BUNDLE_VERSION,
    name: text('name'),
    language: text('language'),
    created: text('created'),
    licence: text('licence'),
    credit: isStrings(m.credit) ? m.credit : [],
    frontEnd: FRONT_END,
    network,
    units,
    featureMean,
    featureDeviation,
    checksums: checksums as Record<string, string>,
    ...(m.decoding !== undefined && {
      decoding: parseDecodingOptions(m.decoding, `Model ${where}`),
    }),
  };
}

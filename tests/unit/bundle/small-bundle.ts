/**
 * A tiny model with random weights, for tests of the folder's format.
 * @module
 */
import type { AcousticSpec } from '../../../src/acoustic/acoustic-spec';
import { Random } from '../../../src/base/random';
import {
  BUNDLE_VERSION,
  FRONT_END,
  type BundleManifest,
} from '../../../src/bundle/bundle-manifest';
import { writeBundle } from '../../../src/bundle/write-bundle';
import { COEFFICIENTS, STEP_SIZE } from '../../../src/features/definition';
import type { PhoneTrigram } from '../../../src/language/phone-trigram';
import { initialWeights } from '../../../src/training/initial-weights';

/** Its network. */
export const SMALL_SPEC: AcousticSpec = {
  kind: 'recurrent',
  cell: 'gru',
  bidirectional: true,
  inputSize: STEP_SIZE,
  units: 4,
  layers: 1,
  classes: 3,
};

/** Every field of its manifest. */
export function manifestFields(): BundleManifest {
  return {
    bundleVersion: BUNDLE_VERSION,
    frontEnd: FRONT_END,
    name: 'small',
    language: 'en',
    created: '2026-11-24T00:00:00.000Z',
    licence: 'CC BY 4.0',
    credit: ['nobody'],
    network: SMALL_SPEC,
    units: ['a', ' '],
    featureMean: new Array<number>(COEFFICIENTS).fill(0),
    featureDeviation: new Array<number>(COEFFICIENTS).fill(1),
    checksums: {},
  };
}

/** Writes it into `folder`. */
export async function writeSmallBundle(folder: string, trigram?: PhoneTrigram): Promise<void> {
  const weights = initialWeights(SMALL_SPEC, new Random(1));
  await writeBundle(folder, manifestFields(), weights, 'F32', trigram);
}

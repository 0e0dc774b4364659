/**
 * The tiny model of `small-bundle`, with a second output for phones.
 * @module
 */
import type { AcousticSpec } from '../../../src/acoustic/acoustic-spec';
import { Random } from '../../../src/base/random';
import { writeBundle } from '../../../src/bundle/write-bundle';
import type { PhoneTrigram } from '../../../src/language/phone-trigram';
import { initialWeights } from '../../../src/training/initial-weights';
import { SMALL_SPEC, manifestFields } from './small-bundle';

const PHONE_SPEC: AcousticSpec = { ...SMALL_SPEC, phones: 40 };

/** Writes it into `folder`. */
export async function writePhoneBundle(folder: string, trigram?: PhoneTrigram): Promise<void> {
  const manifest = { ...manifestFields(), network: PHONE_SPEC };
  await writeBundle(folder, manifest, initialWeights(PHONE_SPEC, new Random(1)), 'F32', trigram);
}

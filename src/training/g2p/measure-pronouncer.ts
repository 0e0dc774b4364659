/**
 * A pronunciation network measured on words whose pronunciations are listed.
 * @module
 */
import type { PronouncerFile } from '../../bundle/pronouncer-file';
import { BatchPronouncer } from '../../language/g2p/batch-pronouncer';
import { pronunciationErrors, type PronunciationErrors } from './pronunciation-errors';

/** Says all words of `listed` by the beam of usual width, and counts what is wrong. */
export async function measurePronouncer(
  { spec, weights }: PronouncerFile,
  listed: ReadonlyMap<string, readonly Uint8Array[]>,
): Promise<PronunciationErrors> {
  const pronouncer = await BatchPronouncer.open(spec, weights);
  try {
    return pronunciationErrors(listed, await pronouncer.say([...listed.keys()]));
  } finally {
    pronouncer.close();
  }
}

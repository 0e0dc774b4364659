/**
 * Loads the model that a command asks for.
 * @module
 */
import type { DecodingOptions } from '../bundle/decoding-options';
import { loadBundle } from '../bundle/load-bundle';
import {
  createRecognizer,
  type Recognizer,
  type RecognizerOptions,
} from '../recognizer/recognizer';
import { defaultModelFolder } from './package-root';
import { userPath, type Terminal } from './terminal';

/**
 * Opens a recogniser on the model in folder `model`, or on the bundled one.
 * @param decoding Weights and limits of the search in place of the model's own.
 * @throws UserError for a missing or broken model.
 */
export async function openRecognizer(
  terminal: Terminal,
  model: string | undefined,
  options: RecognizerOptions = {},
  decoding?: DecodingOptions,
): Promise<Recognizer> {
  terminal.progress('loading the model …');
  const folder = model === undefined ? defaultModelFolder() : userPath(terminal, model);
  const bundle = await loadBundle(folder);
  const changed = decoding && {
    ...bundle,
    manifest: { ...bundle.manifest, decoding: { ...bundle.manifest.decoding, ...decoding } },
  };
  const recognizer = await createRecognizer(changed ?? bundle, options);
  terminal.progress('');
  return recognizer;
}

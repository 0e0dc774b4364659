/**
 * Loads the model that a command asks for.
 * @module
 */
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
 * @throws UserError for a missing or broken model.
 */
export async function openRecognizer(
  terminal: Terminal,
  model: string | undefined,
  options: RecognizerOptions = {},
): Promise<Recognizer> {
  terminal.progress('loading the model …');
  const folder = model === undefined ? defaultModelFolder() : userPath(terminal, model);
  const recognizer = await createRecognizer(await loadBundle(folder), options);
  terminal.progress('');
  return recognizer;
}

/**
 * Where this package is installed, so that bundled models are found from any folder.
 * @module
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BugError } from '../base/errors';

/** The nearest folder upwards from this file that holds a `package.json`. */
export function packageRoot(): string {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (dirname(folder) === folder) {
      throw new BugError(`Cannot find package.json above ${__dirname} as the package needs one`);
    }
  }
}

/** The model that is used when none is named. */
export function defaultModelFolder(): string {
  return join(packageRoot(), 'models', 'english');
}

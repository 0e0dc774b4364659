/**
 * Where things are: the checkout, its packages and the user's cache folder.
 * @module
 */
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The installed packages; npm empties this folder, and our stamps with it. */
export const NODE_MODULES = join(ROOT, 'node_modules');

/** The package whose native part set-up provides. */
export const TFJS_NODE = join(NODE_MODULES, '@tensorflow', 'tfjs-node');

/**
 * Downloads that outlive a checkout, so that a second clone fetches nothing twice.
 * @param {NodeJS.ProcessEnv} environment
 * @returns {string}
 */
export function cacheFolder(environment = process.env) {
  const base = environment.XDG_CACHE_HOME;
  return join(base?.startsWith('/') ? base : join(homedir(), '.cache'), 'skald');
}

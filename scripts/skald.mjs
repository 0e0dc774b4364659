/**
 * The command line in a checkout: `npm run --silent skald -- COMMAND …`.
 *
 * Bundles the TypeScript when it has changed, then runs the bundle in this same process.
 * @module
 */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { NODE_MODULES, ROOT } from './setup/paths.mjs';
import { endOnProblem, say } from './setup/progress.mjs';

if (!existsSync(join(NODE_MODULES, '.package-lock.json'))) {
  say('nothing is installed yet: run npm start first');
  process.exit(1);
}
const { build } = await import('./build.mjs');
await build(['cli']).catch(endOnProblem);

const bundle = join(ROOT, 'build', 'cli', 'main.cjs');
process.argv[1] = bundle;
createRequire(import.meta.url)(bundle);

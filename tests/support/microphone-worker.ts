/**
 * The recording thread's script, bundled for tests that run the sources and not a build.
 * @module
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const ROOT = join(import.meta.dirname, '..', '..');

/** A built script and the call that takes it away. */
export interface BuiltWorker {
  readonly script: string;
  remove(): void;
}

/** Bundles `src/audio/microphone-worker.ts`; the native package stays where it is. */
export async function buildMicrophoneWorker(): Promise<BuiltWorker> {
  // Inside the project, so that the script finds its packages.
  const folder = mkdtempSync(join(ROOT, 'node_modules', '.microphone-worker-'));
  const script = join(folder, 'microphone-worker.cjs');
  await build({
    entryPoints: [join(ROOT, 'src/audio/microphone-worker.ts')],
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    logLevel: 'warning',
  });
  return {
    script,
    remove() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

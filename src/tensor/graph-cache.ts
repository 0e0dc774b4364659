/**
 * The folder from which TensorFlow loads our graphs: shared by processes, each graph under the hash of its own
 * bytes, so that a half-written or foreign file is never taken for ours.
 * @module
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';

/** `$XDG_CACHE_HOME/skald/graphs`, or the platform's usual cache folder. */
export function graphCacheFolder(): string {
  const base =
    process.env['XDG_CACHE_HOME'] ??
    (process.platform === 'win32' ? process.env['LOCALAPPDATA'] : undefined) ??
    (process.platform === 'darwin'
      ? path.join(homedir(), 'Library', 'Caches')
      : path.join(homedir(), '.cache'));
  return path.join(base, 'skald', 'graphs');
}

/** True if the stored file is, byte for byte, what we would write. */
async function holds(folder: string, model: Uint8Array): Promise<boolean> {
  try {
    return (await readFile(path.join(folder, 'saved_model.pb'))).equals(model);
  } catch {
    return false;
  }
}

async function write(parent: string, folder: string, model: Uint8Array): Promise<void> {
  await mkdir(parent, { recursive: true, mode: 0o700 });
  const staged = path.join(parent, `.staged-${randomBytes(8).toString('hex')}`);
  await mkdir(path.join(staged, 'variables'), { recursive: true, mode: 0o700 });
  await writeFile(path.join(staged, 'saved_model.pb'), model, { mode: 0o600 });
  try {
    await rename(staged, folder);
  } catch {
    // Another process was first, or a foreign folder stands there: replace it only if it differs.
    if (!(await holds(folder, model))) {
      await rm(folder, { recursive: true, force: true });
      await rename(staged, folder);
    }
  } finally {
    await rm(staged, { recursive: true, force: true });
  }
}

/**
 * Puts a SavedModel into the cache and returns its folder. Falls back to the temporary folder where the cache
 * cannot be written.
 */
export async function storeGraph(model: Uint8Array): Promise<string> {
  const key = createHash('sha256').update(model).digest('hex').slice(0, 32);
  const parents = [
    graphCacheFolder(),
    path.join(tmpdir(), `skald-graphs-${process.getuid?.() ?? 0}`),
  ];
  let failure: unknown;
  for (const parent of parents) {
    const folder = path.join(parent, key);
    try {
      if (!(await holds(folder, model))) await write(parent, folder, model);
      return folder;
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

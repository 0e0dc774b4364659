/**
 * A folder for the files of one test file, taken away behind it.
 * @module
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** Where a test writes its files. */
export interface ScratchFolder {
  readonly path: string;
  /** Writes a file; returns its path. */
  write(name: string, content: Uint8Array | string): string;
}

/** Makes the folder; called at the top of a test file. */
export function scratchFolder(): ScratchFolder {
  const path = mkdtempSync(join(tmpdir(), 'skald-test-'));
  afterAll(() => {
    rmSync(path, { recursive: true, force: true });
  });
  return {
    path,
    write(name, content) {
      const file = join(path, name);
      writeFileSync(file, content);
      return file;
    },
  };
}

/**
 * Tests of scripts/setup/electron.mjs.
 * @module
 */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { electronCommand, findElectron } from '../../../../scripts/setup/electron.mjs';

afterEach(() => {
  vi.unstubAllEnvs();
});

function chooseFolder(version: string | undefined): string {
  const folder = mkdtempSync(join(tmpdir(), 'skald-electron-'));
  if (version !== undefined) writeFileSync(join(folder, 'version'), version);
  vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', folder);
  return folder;
}

describe('findElectron', () => {
  it('prefers the one that the user has chosen, and reads its version', () => {
    const folder = chooseFolder('v31.0.0\n');
    expect(findElectron()).toEqual({ kind: 'chosen', folder, version: '31.0.0' });
  });

  it('does not make up a version', () => {
    chooseFolder(undefined);
    expect(findElectron().version).toBe('unknown');
  });
});

describe('electronCommand', () => {
  it('leads the electron package and Playwright to the same folder', () => {
    const folder = chooseFolder('31.0.0');
    expect(electronCommand()?.env).toEqual({ ELECTRON_OVERRIDE_DIST_PATH: folder });
  });
});

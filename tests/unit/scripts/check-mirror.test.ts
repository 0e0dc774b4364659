/**
 * Tests of scripts/check-mirror.mjs.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { faultsOf, mirrorsOf, needsElectron } from '../../../scripts/check-mirror.mjs';

const HEADER = '/**\n * What it is.\n * @module\n */\n';

describe('mirrorsOf', () => {
  it('leaves out src and keeps the other folders', () => {
    expect(mirrorsOf('src/base/matrix.ts')).toEqual([
      'tests/unit/base/matrix.test.ts',
      'tests/integration/base/matrix.test.ts',
    ]);
    expect(mirrorsOf('electron/ipc.ts')[0]).toBe('tests/unit/electron/ipc.test.ts');
  });
});

describe('faultsOf', () => {
  it('is empty for a file with a header', () => {
    expect(faultsOf('src/base/matrix.ts', HEADER)).toEqual([]);
  });

  it('wants the header to be the first thing', () => {
    expect(faultsOf('src/base/matrix.ts', `import 'x';\n${HEADER}`)).toHaveLength(1);
    expect(faultsOf('src/base/matrix.ts', '/** No module. */\n')).toHaveLength(1);
  });

  it.each(['src/utils/x.ts', 'src/base/helpers.ts', 'src/audio-utils.ts', 'src/manager.ts'])(
    'refuses the empty name %s',
    (file) => {
      expect(faultsOf(file, HEADER)).toHaveLength(1);
    },
  );

  it('lets ipcMain in through one door only', () => {
    const text = `${HEADER}import { ipcMain } from 'electron';\n`;
    expect(faultsOf('electron/window.ts', text)).toHaveLength(1);
    expect(faultsOf('electron/ipc.ts', text)).toEqual([]);
  });
});

describe('needsElectron', () => {
  it('is true for what imports Electron as a value, not for its types', () => {
    expect(needsElectron('electron/a.ts', "import { app } from 'electron';\n")).toBe(true);
    expect(needsElectron('electron/a.ts', "import type { App } from 'electron';\n")).toBe(false);
  });

  it('is true for what touches a page, and never for src', () => {
    expect(needsElectron('renderer/a.ts', 'document.title')).toBe(true);
    expect(needsElectron('renderer/a.ts', 'export const ONE = 1;')).toBe(false);
    expect(needsElectron('src/base/a.ts', 'document.title')).toBe(false);
  });
});

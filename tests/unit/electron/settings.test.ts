/**
 * Tests of the settings file as hostile input, and of writing it.
 * @module
 */
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  DEFAULT_SETTINGS,
  loadSettings,
  parseSettings,
  saveSettings,
} from '../../../electron/settings';
import { AS_SAID } from '../../../src/protocol/writing';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'skald-settings-'));
  file = join(folder, 'deep', 'settings.json');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('parseSettings', () => {
  it.each([
    [''],
    ['{'],
    ['null'],
    ['[]'],
    ['"text"'],
    ['{"microphone": 7, "keepReady": "yes", "preRollMs": -1}'],
    ['{"microphone": "", "preRollMs": 1e9}'],
    ['{"preRollMs": 12.5}'],
    ['{"writing": {"numbers": false}}'],
    ['{"writing": {"numbers": 0, "punctuation": true, "commands": true}}'],
    ['{"__proto__": {"keepReady": false}}'],
    [JSON.stringify({ microphone: 'x'.repeat(1_000) })],
  ])('replaces what is senseless in %s by defaults', (text) => {
    expect(parseSettings(text)).toEqual(DEFAULT_SETTINGS);
  });

  it('keeps the good fields beside a bad one', () => {
    expect(
      parseSettings('{"microphone": "USB", "keepReady": 1, "preRollMs": 0, "extra": {}}'),
    ).toEqual({
      microphone: 'USB',
      keepReady: true,
      preRollMs: 0,
      writing: DEFAULT_SETTINGS.writing,
    });
  });
});

describe('saveSettings', () => {
  it('makes the folder, and what is written is read back', () => {
    const settings = { microphone: 'Ü', keepReady: false, preRollMs: 300, writing: AS_SAID };
    saveSettings(file, settings);
    expect(loadSettings(file)).toEqual(settings);
  });

  it('leaves one file, for its owner only', () => {
    saveSettings(file, DEFAULT_SETTINGS);
    saveSettings(file, { ...DEFAULT_SETTINGS, keepReady: false });
    expect(readdirSync(join(folder, 'deep'))).toEqual(['settings.json']);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});

describe('loadSettings', () => {
  it('gives the defaults where there is no file, a folder, or a huge file', () => {
    expect(loadSettings(file)).toEqual(DEFAULT_SETTINGS);
    expect(loadSettings(folder)).toEqual(DEFAULT_SETTINGS);
    const huge = join(folder, 'huge.json');
    writeFileSync(huge, `{"keepReady": false}${' '.repeat(70_000)}`);
    expect(loadSettings(huge)).toEqual(DEFAULT_SETTINGS);
  });
});

/**
 * The table of commands.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../../src/cli/commands';

describe('COMMANDS', () => {
  it('holds every command of the contract once', () => {
    const names = COMMANDS.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining([
        'transcribe',
        'listen',
        'devices',
        'evaluate',
        'train',
        'model',
        'doctor',
      ]),
    );
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(COMMANDS)('loads $name, whose help begins with its usage', async (entry) => {
    const { help } = await entry.load();
    expect(help.trim()).toMatch(new RegExp(`^Usage: skald ${entry.name}`));
    expect(entry.summary).not.toMatch(/\.$/);
  });
});

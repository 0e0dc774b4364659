/**
 * The list of microphones, on machines with and without one.
 * @module
 */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { listMicrophones } from '../../../src/audio/microphone';
import { devices } from '../../../src/cli/devices';
import { recordingTerminal } from './recording-terminal';

vi.mock('../../../src/audio/microphone', () => ({ listMicrophones: vi.fn() }));

const MICROPHONES = [
  { index: 0, name: 'Built-in', isDefault: false },
  { index: 1, name: 'USB "Talk" 🎤', isDefault: true },
];

afterEach(() => {
  vi.mocked(listMicrophones).mockReset();
});

describe('skald devices', () => {
  it('lists names with a star at the default', async () => {
    vi.mocked(listMicrophones).mockReturnValue(MICROPHONES);
    const terminal = recordingTerminal();
    expect(await devices.run([], terminal)).toBe(0);
    expect(terminal.output()).toBe('  Built-in\n* USB "Talk" 🎤\n');
  });

  it('prints the same as JSON', async () => {
    vi.mocked(listMicrophones).mockReturnValue(MICROPHONES);
    const terminal = recordingTerminal();
    await devices.run(['--json'], terminal);
    expect(JSON.parse(terminal.output())).toEqual(MICROPHONES);
  });

  it('says what to do where there is none, and keeps JSON clean', async () => {
    vi.mocked(listMicrophones).mockReturnValue([]);
    const terminal = recordingTerminal();
    expect(await devices.run([], terminal)).toBe(0);
    expect(terminal.output()).toBe('');
    expect(terminal.notes[0]).toContain('skald doctor');
    const json = recordingTerminal();
    await devices.run(['--json'], json);
    expect(json.output()).toBe('[]\n');
    expect(json.notes).toEqual([]);
  });

  it('takes no other argument', async () => {
    await expect(async () => devices.run(['x'], recordingTerminal())).rejects.toThrow('"x"');
  });
});

/**
 * The door to PvRecorder on a machine without a sound server; with one, `tests/integration/audio` opens it.
 * @module
 */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultDevice, pvRecorder } from '../../../src/audio/recorder';

const before = process.env['PULSE_SERVER'];

beforeAll(() => {
  process.env['PULSE_SERVER'] = `unix:${join(import.meta.dirname, 'no-such-socket')}`;
});

afterAll(() => {
  if (before === undefined) delete process.env['PULSE_SERVER'];
  else process.env['PULSE_SERVER'] = before;
});

describe('pvRecorder', () => {
  it('does not list the plug-ins of ALSA as devices', () => {
    expect(pvRecorder.list().join()).not.toMatch(
      /Plugin|Discard all samples|PulseAudio Sound Server/,
    );
  });

  it('refuses a device that is not there', () => {
    expect(() => pvRecorder.open('Nobody')).toThrow('the microphone "Nobody" is not there');
  });
});

describe('defaultDevice', () => {
  it('is a device of the list, or nothing', () => {
    const name = defaultDevice();
    if (name !== undefined) expect(pvRecorder.list()).toContain(name);
    else expect(pvRecorder.list().filter((device) => device !== '')).toEqual([]);
  });
});

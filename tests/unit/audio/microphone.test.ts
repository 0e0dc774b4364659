/**
 * Which microphone a name means. Opening one needs a sound server: `tests/integration/audio`.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { chooseMicrophone } from '../../../src/audio/microphone';
import { UserError } from '../../../src/base/errors';

const NAMES = ['USB Headset', 'USB Camera', 'Built-in', 'Built-in Monitor'];

/** The line that a choice ends in. */
function refusal(wanted: string): string {
  try {
    chooseMicrophone(NAMES, wanted);
  } catch (error) {
    if (error instanceof UserError) return error.line;
  }
  return expect.fail('not refused');
}

describe('chooseMicrophone', () => {
  it('prefers the name itself to names that hold it', () => {
    expect(chooseMicrophone(NAMES, 'Built-in')).toBe('Built-in');
  });

  it('takes a part of a name, in any case', () => {
    expect(chooseMicrophone(NAMES, 'headset')).toBe('USB Headset');
  });

  it('takes two devices of the same name for one', () => {
    expect(chooseMicrophone(['Mic', 'Mic'], 'mi')).toBe('Mic');
  });

  it('refuses what means several microphones, and names these', () => {
    expect(refusal('usb')).toBe(
      '"usb" means several microphones: choose one of "USB Headset", "USB Camera"',
    );
  });

  it('refuses what means none, and names all', () => {
    expect(refusal('desk')).toMatch(/^no microphone is called "desk": choose one of "USB Headset"/);
  });
});

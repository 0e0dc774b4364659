/**
 * The guards of the writing switches.
 * @module
 */
import { describe, expect, it } from 'vitest';
import {
  AS_SAID,
  isWriting,
  isWritingSwitch,
  WRITING_SWITCHES,
} from '../../../src/protocol/writing';

describe('isWriting', () => {
  it('takes the three switches', () => {
    expect(isWriting(AS_SAID)).toBe(true);
    expect(isWriting({ numbers: true, punctuation: false, commands: true })).toBe(true);
  });

  it.each([
    [null],
    [[]],
    [{}],
    [{ numbers: true, punctuation: false }],
    [{ ...AS_SAID, more: true }],
    [{ ...AS_SAID, numbers: 'yes' }],
    [Object.create(AS_SAID)],
  ])('refuses %j', (value: unknown) => {
    expect(isWriting(value)).toBe(false);
  });
});

describe('isWritingSwitch', () => {
  it('takes the names and nothing else', () => {
    expect(WRITING_SWITCHES.every(isWritingSwitch)).toBe(true);
    expect([null, 'toString', 'on', 0].some(isWritingSwitch)).toBe(false);
  });
});

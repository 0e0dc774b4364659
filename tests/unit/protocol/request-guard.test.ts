/**
 * Tests of the guard for what a window asks: the real requests pass, everything near them is refused.
 * @module
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AppRequest, MAX_DEVICE_NAME } from '../../../src/protocol/ipc';
import { isAppRequest, isDeviceChoice } from '../../../src/protocol/request-guard';

const REQUESTS: readonly AppRequest[] = [
  { kind: 'snapshot' },
  { kind: 'start' },
  { kind: 'stop' },
  { kind: 'copy' },
  { kind: 'clear' },
  { kind: 'restore' },
  { kind: 'refresh-microphones' },
  { kind: 'choose-microphone', name: 'USB Microphone' },
  { kind: 'choose-microphone', name: null },
  { kind: 'keep-ready', on: false },
  { kind: 'write', name: 'numbers', on: true },
  { kind: 'retry-recognizer' },
  { kind: 'recover' },
  { kind: 'discard-recovery' },
];

describe('isAppRequest', () => {
  it('takes every request that exists', () => {
    expect(REQUESTS.filter(isAppRequest)).toEqual(REQUESTS);
  });

  it('refuses every request with a surplus field', () => {
    expect(REQUESTS.filter((request) => isAppRequest({ ...request, path: '/etc/passwd' }))).toEqual(
      [],
    );
  });

  it.each([
    [undefined],
    [null],
    ['start'],
    [['start']],
    [{}],
    [{ kind: 'quit' }],
    [{ kind: 'toString' }],
    [{ kind: ['start'] }],
    [Object.create({ kind: 'start' })],
    [{ kind: 'choose-microphone' }],
    [{ kind: 'choose-microphone', name: 3 }],
    [{ kind: 'choose-microphone', name: '' }],
    [{ kind: 'choose-microphone', name: 'x'.repeat(MAX_DEVICE_NAME + 1) }],
    [{ kind: 'choose-microphone', name: { toString: () => 'x' } }],
    [{ kind: 'keep-ready' }],
    [{ kind: 'keep-ready', on: 'yes' }],
    [{ kind: 'write', name: 'numbers' }],
    [{ kind: 'write', name: 'toString', on: true }],
    [{ kind: 'write', name: 'commands', on: 1 }],
  ])('refuses %j', (value: unknown) => {
    expect(isAppRequest(value)).toBe(false);
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withTypedArray: true }), (value) => {
        expect(typeof isAppRequest(value)).toBe('boolean');
      }),
    );
  });
});

describe('isDeviceChoice', () => {
  it('takes names of any script, and null for the default', () => {
    expect(['Mikrofon (Gerät)', 'マイク', null].every(isDeviceChoice)).toBe(true);
  });
});

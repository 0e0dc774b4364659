/**
 * What the user can mend, what is our bug, and cancellation.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { BugError, CancelledError, UserError, messageOf } from '../../../src/base/errors';

describe('UserError', () => {
  it('is one line of what is wrong and what mends it', () => {
    expect(new UserError('no such file: a.wav', 'check the path').line).toBe(
      'no such file: a.wav: check the path',
    );
  });

  it('ends a command with 1 unless it says otherwise', () => {
    expect(new UserError('what', 'mend').exitCode).toBe(1);
    expect(new UserError('what', 'mend', 2).exitCode).toBe(2);
  });
});

describe('error classes', () => {
  it('can be told apart', () => {
    const names = [new UserError('', ''), new BugError(''), new CancelledError()].map(
      ({ name }) => name,
    );
    expect(names).toEqual(['UserError', 'BugError', 'CancelledError']);
    expect(new BugError('')).not.toBeInstanceOf(UserError);
    expect(new CancelledError().message).toBe('Cancelled');
  });
});

describe('messageOf', () => {
  it('gives the mend of a user error with it', () => {
    expect(messageOf(new UserError('what', 'mend'))).toBe('what: mend');
  });

  it.each([
    [new BugError('broken'), 'broken'],
    ['text', 'text'],
    [undefined, 'undefined'],
    [42, '42'],
  ])('has a text for anything thrown: %j', (thrown, text) => {
    expect(messageOf(thrown)).toBe(text);
  });
});

/**
 * Arguments become values or one clear line.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/base/errors';
import { noMore, oneOf, onlyArgument, parseCommand, wholeNumber } from '../../../src/cli/command';

function thrownBy(work: () => unknown): UserError {
  try {
    work();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new RangeError('Cannot take the error as one must be thrown: nothing was');
}

const OPTIONS = { format: { type: 'string' }, json: { type: 'boolean' } } as const;

describe('parseCommand', () => {
  it('gives values and positionals', () => {
    const parsed = parseCommand('x', ['a', '--format=txt', '--json', '--', '--b'], OPTIONS);
    expect(parsed.values).toEqual({ format: 'txt', json: true });
    expect(parsed.positionals).toEqual(['a', '--b']);
  });

  it.each([
    [['--colour'], "Unknown option '--colour'"],
    [['--format'], "Option '--format <value>' argument missing"],
    [['--json=yes'], "Option '--json' does not take an argument"],
  ])('turns %j into one line that names the option', (args, message) => {
    const error = thrownBy(() => parseCommand('x', args, OPTIONS));
    expect(error.message).toBe(message);
    expect(error.mend).toBe('see `skald x --help`');
    expect(error.exitCode).toBe(2);
  });
});

describe('wholeNumber', () => {
  it('reads whole numbers and lets absence pass', () => {
    expect(wholeNumber('x', 'limit', '12', 1)).toBe(12);
    expect(wholeNumber('x', 'limit', undefined, 1)).toBeUndefined();
  });

  it.each(['0', '-1', '1.5', 'ten', '', '1e3', '99999999999999999999'])('refuses "%s"', (text) => {
    expect(thrownBy(() => wholeNumber('x', 'limit', text, 1)).exitCode).toBe(2);
  });
});

describe('oneOf', () => {
  it('gives the choice, and names all choices when it is none', () => {
    expect(oneOf('x', 'format', 'srt', ['txt', 'srt'])).toBe('srt');
    const error = thrownBy(() => oneOf('x', 'format', 'doc', ['txt', 'srt']));
    expect(error.line).toBe('--format must be one of txt, srt, not "doc": see `skald x --help`');
  });
});

describe('noMore', () => {
  it('refuses an argument that has no meaning', () => {
    expect(() => {
      noMore('x', []);
    }).not.toThrow();
    expect(
      thrownBy(() => {
        noMore('x', ['extra']);
      }).message,
    ).toContain('"extra"');
  });
});

describe('onlyArgument', () => {
  it('gives it, and refuses none and more than one', () => {
    expect(onlyArgument('x', ['one'], 'DIR')).toBe('one');
    expect(thrownBy(() => onlyArgument('x', [], 'DIR')).message).toBe('DIR is missing');
    const { message } = thrownBy(() => onlyArgument('x', ['one', 'two'], 'DIR'));
    expect(message).toBe('unexpected argument "two"');
  });
});

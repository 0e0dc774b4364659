/**
 * One line for anything that can be thrown.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { BugError, CancelledError, UserError } from '../../../src/base/errors';
import { errorLine } from '../../../src/cli/error-line';

describe('errorLine', () => {
  it('is one line without a stack for everything that can be thrown', () => {
    for (const thrown of [
      new UserError('a\nb', 'mend'),
      new BugError('x'),
      new CancelledError(),
      new RangeError('y\n   at z'),
      'text',
      undefined,
    ]) {
      expect(errorLine(thrown)).toMatch(/^skald: [^\n]+$/);
    }
  });

  it('tells bugs from what the user can mend', () => {
    expect(errorLine(new UserError('no such file a.wav', 'check the path'))).toBe(
      'skald: no such file a.wav: check the path',
    );
    expect(errorLine(new BugError('x'))).toContain('report');
  });
});

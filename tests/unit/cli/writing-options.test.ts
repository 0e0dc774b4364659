/**
 * The options that say how text is written.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/base/errors';
import { WRITING_HELP, WRITING_OPTIONS, writingOf } from '../../../src/cli/writing-options';
import { AS_SAID } from '../../../src/protocol/writing';

describe('writingOf', () => {
  it('leaves text as it was said where nothing is asked for', () => {
    expect(writingOf('listen', {})).toEqual(AS_SAID);
  });

  it('takes each option', () => {
    expect(writingOf('listen', { numbers: 'digits', punctuation: 'on', commands: 'on' })).toEqual({
      numbers: true,
      punctuation: true,
      commands: true,
    });
  });

  it.each([
    [{ numbers: 'roman' }, 'words, digits'],
    [{ punctuation: 'yes' }, 'on, off'],
    [{ commands: '' }, 'on, off'],
  ])('refuses %j', (values, part) => {
    expect(() => writingOf('listen', values)).toThrow(UserError);
    expect(() => writingOf('listen', values)).toThrow(part);
  });
});

describe('WRITING_HELP', () => {
  it('names every option', () => {
    for (const name of Object.keys(WRITING_OPTIONS)) expect(WRITING_HELP).toContain(`--${name} `);
  });
});

/**
 * Actions by name: which one runs, with what, and what is said where there is none.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { runAction, type Actions } from '../../../src/cli/actions';
import { recordingTerminal } from './recording-terminal';

const ACTIONS: Actions = {
  greet: (args, terminal) => {
    terminal.write(`hello ${args.join(' ')}`);
    return Promise.resolve();
  },
  fail: () => Promise.resolve(1 as const),
};

describe('runAction', () => {
  it('runs the named action with the other arguments', async () => {
    const terminal = recordingTerminal('/');
    expect(await runAction('talk', ACTIONS, ['greet', 'ada', 'grace'], terminal)).toBe(0);
    expect(terminal.output()).toBe('hello ada grace');
  });

  it('hands on how an action ended', async () => {
    expect(await runAction('talk', ACTIONS, ['fail'], recordingTerminal('/'))).toBe(1);
  });

  it.each([
    [[], 'an action is missing: greet, fail'],
    [['dance'], 'unknown action "dance"; there are greet, fail'],
    [['toString'], 'unknown action "toString"'],
  ])('refuses %j', async (args, message) => {
    const running = runAction('talk', ACTIONS, args, recordingTerminal('/'));
    await expect(running).rejects.toThrow(message);
  });
});

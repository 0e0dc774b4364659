/**
 * Tests of which problem is told: the one that hinders most, with what to do.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { problemOf } from '../../../renderer/problem';
import { TEXT } from '../../../renderer/text';
import type { AppState } from '../../../src/protocol/ipc';
import { AS_SAID } from '../../../src/protocol/writing';

const WELL: AppState = {
  recognizer: { kind: 'ready' },
  capture: { kind: 'open', device: 'USB', silent: false },
  dictation: { kind: 'listening', since: 0 },
  microphones: ['USB'],
  chosenMicrophone: null,
  keepReady: true,
  writing: AS_SAID,
  recoverable: null,
  restorable: false,
  behind: 0,
  skipped: 0,
  unsafe: null,
  unsaved: null,
};
const FAILED = { kind: 'failed', message: 'no model', mend: 'run the set-up again' } as const;

describe('problemOf', () => {
  it('is silent when all is well, and while the parts start', () => {
    expect(problemOf(WELL)).toBeNull();
    expect(
      problemOf({ ...WELL, recognizer: { kind: 'starting' }, capture: { kind: 'opening' } }),
    ).toBeNull();
  });

  it('tells of a broken recogniser first, in two sentences, and offers to try again', () => {
    expect(problemOf({ ...WELL, recognizer: FAILED, capture: { kind: 'absent' } })).toEqual({
      text: 'No model. Run the set-up again.',
      tone: 'error',
      retry: true,
    });
  });

  it.each<[string, Partial<AppState>, string]>([
    ['no microphone', { capture: { kind: 'absent' } }, TEXT.absent],
    ['a lost one', { capture: { kind: 'lost', device: 'USB' } }, TEXT.lost('USB')],
    ['a broken one', { capture: FAILED }, TEXT.captureFailed(FAILED.message, FAILED.mend)],
    ['one that stands in', { chosenMicrophone: 'Headset' }, TEXT.standIn('Headset', 'USB')],
    ['a mute one', { capture: { kind: 'open', device: 'USB', silent: true } }, TEXT.silent('USB')],
    ['a recogniser that starts again', { recognizer: { kind: 'restarting' } }, TEXT.restarting],
    ['a slow computer', { behind: 5 }, TEXT.behind(5)],
    ['speech left out', { behind: 300, skipped: 4 }, TEXT.skipped(4)],
    ['settings that cannot be saved', { unsaved: 'read only' }, TEXT.unsaved('read only')],
    ['a full disk', { unsafe: 'disk full' }, TEXT.unsafe('disk full')],
  ])('tells of %s', (_what, change, text) => {
    expect(problemOf({ ...WELL, ...change })?.text).toBe(text);
  });

  it('does not call a delay of a second or two a problem', () => {
    expect(problemOf({ ...WELL, behind: 2 })).toBeNull();
  });
});

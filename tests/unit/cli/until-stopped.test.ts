/**
 * A training that ends, fails or is stopped.
 * @module
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CancelledError, UserError } from '../../../src/base/errors';
import { untilStopped, writeMade } from '../../../src/cli/until-stopped';
import { scratchFolder } from '../../support/scratch-folder';
import { recordingTerminal } from './recording-terminal';

const scratch = scratchFolder();

describe('untilStopped()', () => {
  it('notes progress, and gives 0 at the end', async () => {
    const terminal = recordingTerminal(scratch.path);
    const code = await untilStopped(terminal, (watching) => {
      watching.onProgress('step 1');
      return Promise.resolve();
    });
    expect(code).toBe(0);
    expect(terminal.notes).toEqual(['step 1']);
  });

  it('says how to go on where Ctrl+C stopped it', async () => {
    const terminal = {
      ...recordingTerminal(scratch.path),
      interruption: () => AbortSignal.abort(),
    };
    expect(await untilStopped(terminal, () => Promise.reject(new CancelledError()))).toBe(1);
    expect(terminal.notes).toEqual(['skald: stopped; `--resume` goes on from the last checkpoint']);
  });

  it('hands on what went wrong, and a stop that nobody asked for', async () => {
    const stopped = { ...recordingTerminal(scratch.path), interruption: () => AbortSignal.abort() };
    const failure = new UserError('no', 'mend it');
    await expect(untilStopped(stopped, () => Promise.reject(failure))).rejects.toBe(failure);
    const running = recordingTerminal(scratch.path);
    await expect(untilStopped(running, () => Promise.reject(new CancelledError()))).rejects.toThrow(
      CancelledError,
    );
  });
});

describe('writeMade()', () => {
  it('makes the folder', async () => {
    await writeMade(recordingTerminal(scratch.path), 'new/made.bin', Uint8Array.of(1, 2));
    expect(Array.from(readFileSync(path.join(scratch.path, 'new/made.bin')))).toEqual([1, 2]);
  });
});

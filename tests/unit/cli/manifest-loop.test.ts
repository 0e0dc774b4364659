/**
 * The loop over a manifest goes on after a recording that fails.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/base/errors';
import { eachRecording } from '../../../src/cli/manifest-loop';
import type { ManifestRow } from '../../../src/training/manifest';
import { recordingTerminal } from './recording-terminal';

const row = (file: string): ManifestRow => ({
  file,
  seconds: 1,
  speaker: 's',
  corpus: 'c',
  normalised: 'x',
});

describe('eachRecording', () => {
  it('names what fails, goes on, and says so', async () => {
    const terminal = recordingTerminal('/');
    const heard: string[] = [];
    const failed = await eachRecording(terminal, [row('a'), row('b'), row('c')], 'heard', (one) => {
      heard.push(one.file);
      return one.file === 'b'
        ? Promise.reject(new UserError('b is broken', 'mend it'))
        : Promise.resolve();
    });
    expect(failed).toBe(true);
    expect(heard).toEqual(['a', 'b', 'c']);
    expect(terminal.notes).toEqual(['skald: b is broken: mend it']);
  });

  it('says when all went well', async () => {
    const failed = await eachRecording(recordingTerminal('/'), [row('a')], 'heard', () =>
      Promise.resolve(),
    );
    expect(failed).toBe(false);
  });

  it('stops before the next recording once the signal fires', async () => {
    const controller = new AbortController();
    const heard: string[] = [];
    const hear = (one: ManifestRow): Promise<void> => {
      heard.push(one.file);
      controller.abort();
      return Promise.resolve();
    };
    const rows = [row('a'), row('b')];
    const terminal = recordingTerminal('/');
    expect(await eachRecording(terminal, rows, 'heard', hear, controller.signal)).toBe(false);
    expect(heard).toEqual(['a']);
  });
});

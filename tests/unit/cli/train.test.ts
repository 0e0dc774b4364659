/**
 * Arguments of `skald train`, and how it stops.
 * @module
 */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { CancelledError, UserError } from '../../../src/base/errors';
import { train } from '../../../src/cli/train';
import { train as trainModel } from '../../../src/training/train';
import { recordingTerminal } from './recording-terminal';

vi.mock('../../../src/training/train', () => ({ train: vi.fn() }));

const trainer = vi.mocked(trainModel);

beforeEach(() => {
  trainer.mockReset();
});

describe('skald train', () => {
  it('needs a config', async () => {
    await expect(train.run([], recordingTerminal())).rejects.toMatchObject({ exitCode: 2 });
    expect(trainer).not.toHaveBeenCalled();
  });

  it('hands paths from the folder of the user to the trainer and prints its lines', async () => {
    trainer.mockImplementation((options) => {
      options.onProgress('step 1');
      return Promise.resolve();
    });
    const terminal = recordingTerminal('/home/ada');
    expect(await train.run(['--config', 'a.json', '--resume', 'run'], terminal)).toBe(0);
    expect(trainer.mock.calls[0]?.[0]).toMatchObject({
      configFile: '/home/ada/a.json',
      resume: '/home/ada/run',
    });
    expect(terminal.output()).toBe('step 1\n');
  });

  it('leaves resume out where it was not asked for', async () => {
    trainer.mockResolvedValue();
    await train.run(['--config', 'a.json'], recordingTerminal());
    expect(trainer.mock.calls[0]?.[0]).not.toHaveProperty('resume');
  });

  it('says how to go on after Ctrl+C', async () => {
    const terminal = recordingTerminal();
    trainer.mockImplementation(({ signal }) => {
      terminal.interrupt();
      return Promise.reject(signal.aborted ? new CancelledError() : new UserError('x', 'y'));
    });
    expect(await train.run(['--config', 'a.json'], terminal)).toBe(1);
    expect(terminal.notes).toEqual([expect.stringContaining('--resume')]);
  });

  it('passes on what the trainer throws', async () => {
    trainer.mockRejectedValue(new UserError('Cannot read config a.json', 'check the path'));
    await expect(train.run(['--config', 'a.json'], recordingTerminal())).rejects.toThrow('a.json');
  });
});

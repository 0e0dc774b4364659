/**
 * Arguments of `skald train`, and how it stops.
 * @module
 */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { CancelledError, UserError } from '../../../src/base/errors';
import { train } from '../../../src/cli/train';
import { writeReport } from '../../../src/training/report/write-report';
import { train as trainModel } from '../../../src/training/train';
import { readTrainConfig, type TrainConfig } from '../../../src/training/train-config';
import { recordingTerminal } from './recording-terminal';

vi.mock('../../../src/training/train', () => ({ train: vi.fn() }));
vi.mock('../../../src/training/report/write-report', () => ({ writeReport: vi.fn() }));
vi.mock('../../../src/training/train-config', () => ({ readTrainConfig: vi.fn() }));

const trainer = vi.mocked(trainModel);
const reporter = vi.mocked(writeReport);
const config = vi.mocked(readTrainConfig);

beforeEach(() => {
  for (const mock of [trainer, reporter, config]) mock.mockReset();
  config.mockResolvedValue({ name: 'small', runFolder: '/home/ada/run' } as TrainConfig);
  reporter.mockImplementation((_, __, folder) => Promise.resolve(`${folder}/index.html`));
});

/** Where a training ends that takes no time. */
const END = {
  ...{ steps: 1, epoch: 0, batchesDone: 1, randomState: 1 },
  ...{ processorHours: 0, audioHours: 0 },
};

describe('skald train', () => {
  it('needs a config', async () => {
    await expect(train.run([], recordingTerminal())).rejects.toMatchObject({ exitCode: 2 });
    expect(trainer).not.toHaveBeenCalled();
  });

  it('prints the schema of configs', async () => {
    const terminal = recordingTerminal();
    expect(await train.run(['--schema'], terminal)).toBe(0);
    const schema = JSON.parse(terminal.output()) as { properties: object };
    expect(Object.keys(schema.properties)).toContain('optimiser');
    expect(trainer).not.toHaveBeenCalled();
  });

  it('hands paths from the folder of the user to the trainer and prints its lines', async () => {
    trainer.mockImplementation((options) => {
      options.onProgress('step 1');
      return Promise.resolve(END);
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
    trainer.mockResolvedValue(END);
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

  it('writes the report of the run folder, also after Ctrl+C, and only where it was asked for', async () => {
    const terminal = recordingTerminal('/home/ada');
    trainer.mockResolvedValue(END);
    expect(await train.run(['--config', 'a.json'], terminal)).toBe(0);
    expect(reporter).not.toHaveBeenCalled();
    expect(await train.run(['--config', 'a.json', '--report', 'r'], terminal)).toBe(0);
    expect(reporter).toHaveBeenLastCalledWith('small', '/home/ada/run', '/home/ada/r');
    expect(terminal.notes).toEqual(['skald: report written to /home/ada/r/index.html']);
    trainer.mockImplementation(() => {
      terminal.interrupt();
      return Promise.reject(new CancelledError());
    });
    expect(await train.run(['--config', 'a.json', '--report', 'r'], terminal)).toBe(1);
    expect(reporter).toHaveBeenCalledTimes(2);
  });

  it('passes on what the trainer throws', async () => {
    trainer.mockRejectedValue(new UserError('Cannot read config a.json', 'check the path'));
    await expect(train.run(['--config', 'a.json'], recordingTerminal())).rejects.toThrow('a.json');
  });
});

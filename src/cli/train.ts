/**
 * `skald train`: trains a model from a config file. Ctrl+C saves a checkpoint to go on from.
 * @module
 */
import { CancelledError } from '../base/errors';
import { train as trainModel } from '../training/train';
import { noMore, parseCommand, usageError, type Command } from './command';
import { userPath } from './terminal';

/** The command. */
export const train: Command = {
  help: `
Usage: skald train --config FILE [--resume DIR]

Trains an acoustic model as the config file says, one line of progress a report.

  --config FILE   what to train, on what, how long (see configs/)
  --resume DIR    go on from the newest checkpoint in DIR
`,
  async run(args, terminal) {
    const { values, positionals } = parseCommand('train', args, {
      config: { type: 'string' },
      resume: { type: 'string' },
    });
    noMore('train', positionals);
    if (values.config === undefined) throw usageError('train', '--config FILE is missing');
    const signal = terminal.interruption();
    try {
      await trainModel({
        configFile: userPath(terminal, values.config),
        ...(values.resume === undefined ? {} : { resume: userPath(terminal, values.resume) }),
        signal,
        onProgress(line) {
          terminal.write(`${line}\n`);
        },
      });
    } catch (error) {
      if (!(error instanceof CancelledError && signal.aborted)) throw error;
      terminal.note('skald: stopped; `--resume` goes on from the last checkpoint');
      return 1;
    }
    return 0;
  },
};

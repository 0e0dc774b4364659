/**
 * `skald train`: trains a model from a config file. Ctrl+C saves a checkpoint to go on from.
 * @module
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { writeReport } from '../training/report/write-report';
import { train as trainModel } from '../training/train';
import { readTrainConfig } from '../training/train-config';
import { noMore, parseCommand, usageError, type Command } from './command';
import { packageRoot } from './package-root';
import { userPath } from './terminal';
import { untilStopped } from './until-stopped';

/** The command. */
export const train: Command = {
  help: `
Usage: skald train --config FILE [--resume DIR] [--report DIR]
       skald train --compare FILE [--out FILE]
       skald train --schema

Trains an acoustic model as the config file says, one line of progress a report.

  --config FILE   what to train, on what, how long (see training/)
  --schema        print the JSON schema of configs, with what each field means
  --compare FILE  train several networks that differ in one thing each, and write a table of them in Markdown, with --out
                  into a file; Ctrl+C stops, the same command goes on
  --resume DIR    go on from the newest checkpoint in DIR
  --report DIR    write curves of loss, errors, rate and gradients to DIR/index.html at the end, or after Ctrl+C

SKALD_CHECK_NUMBERS=1 stops at the first graph that is fed a number that is not finite, and names graph and input.
`,
  async run(args, terminal) {
    const { values, positionals } = parseCommand('train', args, {
      config: { type: 'string' },
      resume: { type: 'string' },
      report: { type: 'string' },
      schema: { type: 'boolean' },
      compare: { type: 'string' },
      out: { type: 'string' },
    });
    noMore('train', positionals);
    if (values.schema) {
      terminal.write(
        await readFile(path.join(packageRoot(), 'training/config.schema.json'), 'utf8'),
      );
      return 0;
    }
    if (values.compare !== undefined) {
      const { compareNetworks } = await import('./train-compare.js');
      return compareNetworks(terminal, values.compare, values.out);
    }
    if (values.config === undefined) throw usageError('train', '--config FILE is missing');
    const configFile = userPath(terminal, values.config);
    const report = async (): Promise<void> => {
      if (values.report === undefined) return;
      const { name, runFolder } = await readTrainConfig(configFile);
      const page = await writeReport(name, runFolder, userPath(terminal, values.report));
      terminal.note(`skald: report written to ${page}`);
    };
    const code = await untilStopped(terminal, ({ signal }) =>
      trainModel({
        configFile,
        ...(values.resume === undefined ? {} : { resume: userPath(terminal, values.resume) }),
        signal,
        onProgress(line) {
          terminal.write(`${line}\n`);
        },
      }),
    );
    await report();
    return code;
  },
};

/**
 * `skald doctor` as a line of the command table.
 * @module
 */
import type { Command } from './command';
import { doctor } from './doctor';

/** The command. */
export const doctorCommand: Command = {
  help: `
Usage: skald doctor [--json]

Says what is installed, which backend runs the model, which microphones there are, what is missing and the exact
line that mends it. Exits 1 if something needed is missing.

  --json   {ok, findings: [{name, state, detail, mend}]}
`,
  run: (args, terminal) =>
    doctor(args, (text) => {
      terminal.write(text);
    }),
};

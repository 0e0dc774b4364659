/**
 * `skald devices`: the microphones of this machine.
 * @module
 */
import { listMicrophones } from '../audio/microphone';
import { noMore, parseCommand, type Command } from './command';

/** The command. */
export const devices: Command = {
  help: `
Usage: skald devices [--json]

Lists the microphones; the default one has a star. Use a name, or a part of it, with \`skald listen --device\`.

  --json   [{index, name, isDefault}]
`,
  run(args, terminal) {
    const { values, positionals } = parseCommand('devices', args, { json: { type: 'boolean' } });
    noMore('devices', positionals);
    const microphones = listMicrophones();
    if (values.json === true) {
      terminal.write(`${JSON.stringify(microphones)}\n`);
      return Promise.resolve(0);
    }
    if (microphones.length === 0) {
      terminal.note('skald: no microphone found: plug one in, then run `skald doctor`');
    }
    for (const { name, isDefault } of microphones) {
      terminal.write(`${isDefault ? '*' : ' '} ${name}\n`);
    }
    return Promise.resolve(0);
  },
};

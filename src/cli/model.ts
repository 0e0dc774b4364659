/**
 * `skald model`: what a model folder is, and whether it is whole.
 * @module
 */
import { loadBundle, verifyBundle } from '../bundle/load-bundle';
import { parseCommand, usageError, type Command } from './command';
import { userPath } from './terminal';

/** The command. */
export const model: Command = {
  help: `
Usage: skald model info DIR      the manifest of the model, as JSON
       skald model verify DIR    checks every file of it against its checksum
`,
  async run(args, terminal) {
    const { positionals } = parseCommand('model', args, {});
    const [action, folder, extra] = positionals;
    if (action === undefined) throw usageError('model', 'an action is missing: info or verify');
    if (action !== 'info' && action !== 'verify') {
      throw usageError('model', `unknown action "${action}"`);
    }
    if (folder === undefined) throw usageError('model', 'DIR is missing');
    if (extra !== undefined) throw usageError('model', `unexpected argument "${extra}"`);
    const path = userPath(terminal, folder);
    if (action === 'verify') {
      await verifyBundle(path);
      terminal.write(`${folder}: every file is there and unchanged\n`);
    } else {
      const { manifest } = await loadBundle(path);
      terminal.write(`${JSON.stringify(manifest, undefined, 2)}\n`);
    }
    return 0;
  },
};

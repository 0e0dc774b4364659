/**
 * `skald model add-punctuation`: marks and capitals for a model.
 * @module
 */
import { readFile } from 'node:fs/promises';
import { UserError } from '../base/errors';
import { addPunctuation } from '../bundle/add-language';
import { decodePunctuation } from '../bundle/punctuation-file';
import { onlyArgument, parseCommand, usageError } from './command';
import { userPath, type Terminal } from './terminal';

/** Runs it. */
export async function addPunctuationCommand(
  args: readonly string[],
  terminal: Terminal,
): Promise<void> {
  const { values, positionals } = parseCommand('model', args, { punctuation: { type: 'string' } });
  const folder = onlyArgument('model', positionals, 'DIR');
  const file = values.punctuation;
  if (file === undefined) throw usageError('model', '--punctuation FILE is missing');
  let bytes: Buffer;
  try {
    bytes = await readFile(userPath(terminal, file));
  } catch {
    throw new UserError(`cannot read punctuation ${file}`, 'check its path');
  }
  const { spec } = decodePunctuation(bytes, file);
  await addPunctuation(userPath(terminal, folder), bytes);
  terminal.write(
    `${folder}: marks and capitals by ${spec.units} units in each direction ` +
      `(${(bytes.length / 1e6).toFixed(1)} MB)\n`,
  );
}

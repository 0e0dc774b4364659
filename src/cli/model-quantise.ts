/**
 * `skald model quantise`: a copy of a model whose acoustic network takes half the space.
 * @module
 */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { copyBundle } from '../bundle/copy-bundle';
import { loadBundle, WEIGHTS_FILE } from '../bundle/load-bundle';
import { oneOf, onlyArgument, parseCommand, usageError } from './command';
import { userPath, type Terminal } from './terminal';

/** Number formats by their bits. */
const FORMATS = { '8': 'I8', '16': 'F16', '32': 'F32' } as const;

/** Runs it. */
export async function quantiseCommand(args: readonly string[], terminal: Terminal): Promise<void> {
  const { values, positionals } = parseCommand('model', args, {
    bits: { type: 'string', default: '8' },
    out: { type: 'string' },
  });
  const folder = onlyArgument('model', positionals, 'DIR');
  if (values.out === undefined) throw usageError('model', '--out DIR is missing');
  const bits = oneOf('model', 'bits', values.bits, ['8', '16', '32']);
  const [from, into] = [userPath(terminal, folder), userPath(terminal, values.out)];
  const bundle = await loadBundle(from);
  await copyBundle(bundle, bundle.weights, FORMATS[bits], into);
  const sizeIn = async (where: string): Promise<string> =>
    `${((await stat(path.join(where, WEIGHTS_FILE))).size / 1e6).toFixed(2)} MB`;
  terminal.write(`${values.out}: weights in ${bits} bits, ${await sizeIn(into)}`);
  terminal.write(` instead of ${await sizeIn(from)}\n`);
}

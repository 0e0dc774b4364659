/**
 * `skald model add-punctuation` and `add-speller`: files that were trained apart, for a model that is there.
 * @module
 */
import { UserError } from '../base/errors';
import { addPunctuation, addSpeller } from '../bundle/add-language';
import { decodePunctuation, PUNCTUATION_FILE_LIMIT } from '../bundle/punctuation-file';
import { readBundleManifest } from '../bundle/load-bundle';
import { readPart } from '../bundle/read-part';
import { decodeSpeller, SPELLER_FILE_LIMIT } from '../bundle/speller-file';
import { fitsNetwork } from '../acoustic/speller';
import { onlyArgument, parseCommand, usageError } from './command';
import { userPath, type Terminal } from './terminal';

/** What a command line names. */
interface Part {
  /** As the user named them. */
  readonly model: string;
  readonly file: string;
  readonly folder: string;
  readonly bytes: Buffer;
}

/** Files that are larger are refused before they are read. */
const LIMITS = { punctuation: PUNCTUATION_FILE_LIMIT, speller: SPELLER_FILE_LIMIT } as const;

/** @param option That names the file. */
async function partOf(
  option: keyof typeof LIMITS,
  args: readonly string[],
  terminal: Terminal,
): Promise<Part> {
  const { values, positionals } = parseCommand('model', args, { [option]: { type: 'string' } });
  const model = onlyArgument('model', positionals, 'DIR');
  const file = values[option];
  if (typeof file !== 'string') throw usageError('model', `--${option} FILE is missing`);
  const folder = userPath(terminal, model);
  const mend = `train one with \`skald language train-${option}\``;
  const kind = { what: option, limit: LIMITS[option], mend };
  return { model, file, folder, bytes: await readPart(userPath(terminal, file), kind) };
}

/** How large a part is. */
function megabytes(bytes: Buffer): string {
  return `(${(bytes.length / 1e6).toFixed(1)} MB)`;
}

/** Marks and capitals. */
export async function addPunctuationCommand(
  args: readonly string[],
  terminal: Terminal,
): Promise<void> {
  const { model, file, folder, bytes } = await partOf('punctuation', args, terminal);
  const { spec } = decodePunctuation(bytes, file);
  await addPunctuation(folder, bytes);
  terminal.write(
    `${model}: marks and capitals by ${spec.units} units in each direction ${megabytes(bytes)}\n`,
  );
}

/** Letters of the phones that the model hears. */
export async function addSpellerCommand(
  args: readonly string[],
  terminal: Terminal,
): Promise<void> {
  const { model, file, folder, bytes } = await partOf('speller', args, terminal);
  const { spec } = decodeSpeller(bytes, file);
  if (!fitsNetwork(spec, (await readBundleManifest(folder)).network)) {
    throw new UserError(
      `Speller ${file} takes other phones than ${model} hears`,
      'train one with `skald language train-speller --model`',
    );
  }
  await addSpeller(folder, bytes);
  terminal.write(
    `${model}: letters by ${spec.layers} layers of ${spec.units} units in each direction ${megabytes(bytes)}\n`,
  );
}

/**
 * `skald model average`: a model whose weights are the mean of those of several, of one network at different times of its
 * training; their spellers likewise.
 * @module
 */
import { UserError } from '../base/errors';
import { addSpeller } from '../bundle/add-language';
import { copyBundle } from '../bundle/copy-bundle';
import { loadBundle, type Bundle } from '../bundle/load-bundle';
import { encodeSpeller, type SpellerFile } from '../bundle/speller-file';
import { meanOf } from '../training/weight-average';
import { parseCommand, usageError } from './command';
import { userPath, type Terminal } from './terminal';

/** Runs it. */
export async function averageCommand(args: readonly string[], terminal: Terminal): Promise<void> {
  const { values, positionals } = parseCommand('model', args, { out: { type: 'string' } });
  const [folder, ...others] = positionals;
  if (folder === undefined || others.length === 0) {
    throw usageError('model', 'average needs at least two DIRs');
  }
  if (values.out === undefined) throw usageError('model', '--out DIR is missing');
  const first = await loadBundle(userPath(terminal, folder));
  const speller = first.speller?.();
  const networks = [first.weights];
  const spellers = speller ? [speller] : [];
  for (const other of others) {
    const bundle = await loadBundle(userPath(terminal, other));
    const another = bundle.speller?.();
    if (whatFits(bundle, another) !== whatFits(first, speller)) {
      throw new UserError(
        `${other} has another network, other units, other features or another kind of speller than ${folder}`,
        'average models of one training',
      );
    }
    networks.push(bundle.weights);
    if (another) spellers.push(another);
  }
  const out = userPath(terminal, values.out);
  await copyBundle(first, meanOf(networks), 'F16', out);
  if (speller) {
    const weights = meanOf(spellers.map((one) => one.weights));
    await addSpeller(out, encodeSpeller({ ...speller, weights }));
  }
  terminal.write(`${values.out}: the mean of ${networks.length} models\n`);
}

/** What must be alike, so that the mean of the weights means something. */
function whatFits({ manifest }: Bundle, speller: SpellerFile | undefined): string {
  const { network, units, featureMean, featureDeviation } = manifest;
  return JSON.stringify([network, units, featureMean, featureDeviation, speller?.spec]);
}

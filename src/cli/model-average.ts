/**
 * `skald model average`: a model whose weights are the mean of those of several, of one network at different times of its
 * training.
 * @module
 */
import { UserError } from '../base/errors';
import { copyBundle } from '../bundle/copy-bundle';
import { loadBundle, type Bundle } from '../bundle/load-bundle';
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
  const networks = [first.weights];
  for (const other of others) {
    const bundle = await loadBundle(userPath(terminal, other));
    if (whatFits(bundle) !== whatFits(first)) {
      throw new UserError(
        `${other} has another network, other units or other features than ${folder}`,
        'average models of one training',
      );
    }
    networks.push(bundle.weights);
  }
  const weights = meanOf(networks);
  await copyBundle(first, weights, 'F16', userPath(terminal, values.out));
  terminal.write(`${values.out}: the mean of ${networks.length} models\n`);
}

/** What must be alike, so that the mean of the weights means something. */
function whatFits({ manifest }: Bundle): string {
  const { network, units, featureMean, featureDeviation } = manifest;
  return JSON.stringify([network, units, featureMean, featureDeviation]);
}

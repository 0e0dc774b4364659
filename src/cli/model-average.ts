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
  if (positionals.length < 2) throw usageError('model', 'average needs at least two DIRs');
  if (values.out === undefined) throw usageError('model', '--out DIR is missing');
  const bundles: Bundle[] = [];
  for (const folder of positionals) bundles.push(await loadBundle(userPath(terminal, folder)));
  const first = bundles[0]!;
  const other = bundles.findIndex((bundle) => whatFits(bundle) !== whatFits(first));
  if (other >= 0) {
    throw new UserError(
      `${positionals[other] ?? ''} has another network, other units or other features than ${positionals[0] ?? ''}`,
      'average models of one training',
    );
  }
  const weights = meanOf(bundles.map((bundle) => bundle.weights));
  await copyBundle(first, weights, 'F16', userPath(terminal, values.out));
  terminal.write(`${values.out}: the mean of ${bundles.length} models\n`);
}

/** What must be alike, so that the mean of the weights means something. */
function whatFits({ manifest }: Bundle): string {
  const { network, units, featureMean, featureDeviation } = manifest;
  return JSON.stringify([network, units, featureMean, featureDeviation]);
}

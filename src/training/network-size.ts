/**
 * Refuses a network before memory is taken for it whose model file could never be read again.
 * @module
 */
import { parameterCount, type AcousticSpec } from '../acoustic/acoustic-spec';
import { UserError } from '../base/errors';
import { WEIGHTS_FILE_LIMIT } from '../bundle/weights-file';

const BYTES_PER_PARAMETER = 4;

/** @throws UserError if a checkpoint of the network would be larger than a weights file may be. */
export function checkSize(spec: AcousticSpec): void {
  const count = parameterCount(spec);
  const most = Math.floor(WEIGHTS_FILE_LIMIT / BYTES_PER_PARAMETER);
  if (count <= most) return;
  throw new UserError(
    `The network has ${count} weights, more than ${most}`,
    'give the config fewer layers or units',
  );
}

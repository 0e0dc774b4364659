/**
 * The network that a config asks for; refused before memory is taken for it where its model file could never be read
 * again.
 * @module
 */
import { parameterCount, type AcousticSpec } from '../acoustic/acoustic-spec';
import { UserError } from '../base/errors';
import { WEIGHTS_FILE_LIMIT } from '../bundle/weights-file';
import { STEP_SIZE } from '../features/definition';
import { LETTERS } from '../text/alphabet';
import { PHONES } from '../text/phones';
import type { TrainConfig } from './train-config';

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

/** @throws UserError if it cannot be. */
export function networkOf(
  config: Pick<
    TrainConfig,
    | 'cell'
    | 'bidirectional'
    | 'units'
    | 'layers'
    | 'residualFrom'
    | 'phonesAfter'
    | 'lexicon'
    | 'fixedLayers'
    | 'filters'
  >,
): AcousticSpec {
  const { cell, bidirectional, units, layers, residualFrom, phonesAfter, fixedLayers = 0 } = config;
  const { filters } = config;
  if (phonesAfter !== undefined && phonesAfter > layers) {
    throw new UserError(
      `The config reads phones after ${phonesAfter} of ${layers} layers`,
      'give phonesAfter no more than layers',
    );
  }
  if (fixedLayers >= layers) {
    throw new UserError(
      `The config fixes ${fixedLayers} of ${layers} layers, so that nothing learns`,
      'give fixedLayers less than layers',
    );
  }
  const spec: AcousticSpec = {
    kind: 'recurrent',
    cell,
    bidirectional,
    inputSize: STEP_SIZE,
    ...(filters !== undefined && { filters }),
    units,
    layers,
    ...(residualFrom !== undefined && { residualFrom }),
    classes: LETTERS.length + 1,
    ...(config.lexicon !== undefined && { phones: PHONES.length + 1 }),
    ...(phonesAfter !== undefined && { phonesAfter }),
  };
  checkSize(spec);
  return spec;
}

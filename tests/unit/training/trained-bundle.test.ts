/**
 * What a run leaves behind can be loaded, with what made it beside it.
 * @module
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { Random } from '../../../src/base/random';
import { loadBundle } from '../../../src/bundle/load-bundle';
import { COEFFICIENTS } from '../../../src/features/definition';
import { initialWeights } from '../../../src/training/initial-weights';
import { networkOf } from '../../../src/training/network-size';
import { writeTrained } from '../../../src/training/trained-bundle';
import { scratchFolder } from '../../support/scratch-folder';

const folder = scratchFolder();

it('writeTrained() writes a model with its config and log', async () => {
  const spec = networkOf({ cell: 'gru', bidirectional: true, units: 4, layers: 1 });
  const weights = initialWeights(spec, new Random(1));
  const statistics = {
    mean: new Float32Array(COEFFICIENTS).fill(2),
    deviation: new Float32Array(COEFFICIENTS).fill(3),
  };
  folder.write('log.txt', 'step 1');
  const config = {
    ...{ name: 'small', licence: 'CC0', credit: ['nobody'] },
    ...{ bundleFolder: path.join(folder.path, 'model'), runFolder: folder.path },
  };
  const configFile = folder.write('run.json', '{"seed":1}');
  await writeTrained(config, configFile, { spec, statistics, weights });
  const bundle = await loadBundle(config.bundleFolder);
  expect(bundle.spec).toEqual(spec);
  expect(bundle.statistics).toEqual(statistics);
  expect(bundle.manifest).toMatchObject({ name: 'small', licence: 'CC0', credit: ['nobody'] });
  const kept = (name: string): Promise<string> =>
    readFile(path.join(config.bundleFolder, 'training', name), 'utf8');
  expect([await kept('config.json'), await kept('log.txt')]).toEqual(['{"seed":1}', 'step 1']);
});

/**
 * What a run begins with.
 * @module
 */
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AcousticSpec } from '../../../src/acoustic/acoustic-spec';
import { openAcousticNetwork } from '../../../src/acoustic/open-network';
import { matrix } from '../../../src/base/matrix';
import { Random } from '../../../src/base/random';
import { loadBundle, type Bundle } from '../../../src/bundle/load-bundle';
import { STEP_SIZE } from '../../../src/features/definition';
import { dctMatrix } from '../../../src/features/mel-bank';
import { firstWeights } from '../../../src/training/first-weights';
import { scratchFolder } from '../../support/scratch-folder';
import { writeSmallBundle } from '../bundle/small-bundle';

const folder = scratchFolder();
const initial = path.join(folder.path, 'small');
let known: Bundle;
beforeAll(async () => {
  await writeSmallBundle(initial);
  known = await loadBundle(initial);
});

describe('firstWeights()', () => {
  it('takes what fits from a model and draws the rest', async () => {
    const deeper: AcousticSpec = { ...known.spec, layers: known.spec.layers + 1 };
    const weights = await firstWeights(deeper, { seed: 1, initial }, known.statistics);
    for (const [name, { data }] of Object.entries(known.weights)) {
      expect(weights[name]!.data, name).toEqual(data);
    }
    const drawn = await firstWeights(known.spec, { seed: 2 }, known.statistics);
    expect(drawn['output/kernel']!.data).not.toEqual(known.weights['output/kernel']!.data);
  });

  it('begins as the network without convolutions where the model has none', async () => {
    const spec: AcousticSpec = { ...known.spec, filters: 2 };
    const weights = await firstWeights(spec, { seed: 1, initial }, known.statistics);
    const [grown, plain] = await Promise.all([
      openAcousticNetwork(spec, weights),
      openAcousticNetwork(known.spec, known.weights),
    ]);
    const random = new Random(2);
    const data = Float32Array.from({ length: 9 * STEP_SIZE }, () => random.normal());
    const expected = plain.forward(matrix(9, STEP_SIZE, data)).data;
    grown.forward(matrix(9, STEP_SIZE, data)).data.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 5);
    });
    grown.close();
    plain.close();
  });

  it('makes the first bands of coefficients those of the front end', async () => {
    const spec: AcousticSpec = { ...known.spec, filters: 2 };
    const weights = await firstWeights(spec, { seed: 1 }, known.statistics);
    const bands = weights['front/bands']!.data;
    const dct = dctMatrix();
    // Bands of three units, one louder than the other → coefficients, normalised → the bands again, by three.
    const mel = Float32Array.from({ length: 40 }, (_, band) => 3 * Math.sin(band));
    const coefficients = Array.from({ length: 40 }, (_, k) =>
      mel.reduce((sum, value, band) => sum + value * dct[band * 40 + k]!, 0),
    );
    const normalised = coefficients.map((value, k) => value / known.statistics.deviation[k]!);
    for (let band = 0; band < 40; band++) {
      const back = normalised.reduce((sum, value, k) => sum + value * bands[k * 40 + band]!, 0);
      expect(back).toBeCloseTo(Math.sin(band), 3);
    }
  });

  it('refuses to keep layers that the model does not have so', async () => {
    const spec: AcousticSpec = { ...known.spec, filters: 2 };
    const keeping = firstWeights(spec, { seed: 1, initial, fixedLayers: 1 }, known.statistics);
    await expect(keeping).rejects.toThrow(/has no front\/.* of this size, which fixedLayers keeps/);
  });
});

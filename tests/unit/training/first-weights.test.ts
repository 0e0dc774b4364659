/**
 * What a run begins with.
 * @module
 */
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AcousticSpec } from '../../../src/acoustic/acoustic-spec';
import { loadBundle, type Bundle } from '../../../src/bundle/load-bundle';
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
    const convolved: AcousticSpec = { ...known.spec, filters: 2 };
    const read = await firstWeights(convolved, { seed: 1, initial }, known.statistics);
    expect(read['layer0/forward/kernel']!.shape[0]).toBe(20);
    expect(read['layer0/forward/recurrent']).toEqual(known.weights['layer0/forward/recurrent']);
    const drawn = await firstWeights(known.spec, { seed: 2 }, known.statistics);
    expect(drawn['output/kernel']!.data).not.toEqual(known.weights['output/kernel']!.data);
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

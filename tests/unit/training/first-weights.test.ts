/**
 * What a run begins with.
 * @module
 */
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AcousticSpec } from '../../../src/acoustic/acoustic-spec';
import { loadBundle, type Bundle } from '../../../src/bundle/load-bundle';
import { STEP_SIZE } from '../../../src/features/definition';
import { dctMatrix } from '../../../src/features/mel-bank';
import type { Recording } from '../../../src/training/dataset';
import { firstWeights } from '../../../src/training/first-weights';
import type { TrainConfig } from '../../../src/training/train-config';
import type { TrainingData } from '../../../src/training/training-data';
import { scratchFolder } from '../../support/scratch-folder';
import { writeSmallBundle } from '../bundle/small-bundle';

const folder = scratchFolder();
const initial = path.join(folder.path, 'small');
const OPTIONS = { signal: new AbortController().signal, onProgress: () => undefined };
let known: Bundle;

/** The first weights of a network that is fitted to random steps where it has convolutions and `initial` has none. */
async function first(
  spec: AcousticSpec,
  change: Partial<TrainConfig>,
): ReturnType<typeof firstWeights> {
  const config = {
    batchSize: 4,
    shortBatchSize: 4,
    shortSteps: 8,
    blockSteps: 4,
    repeats: {},
    ...change,
  };
  const recordings = Array.from({ length: 8 }, () => ({ stepCount: 8 }));
  const hear: TrainingData['hear'] = (heard, random) =>
    heard.map(() => ({
      steps: Float32Array.from({ length: 8 * STEP_SIZE }, () => 2 * random.next() - 1),
      stepCount: 8,
      labels: new Int32Array(),
    }));
  const data = { statistics: known.statistics, recordings: recordings as Recording[], hear };
  return firstWeights(spec, config as TrainConfig, data, OPTIONS);
}

beforeAll(async () => {
  await writeSmallBundle(initial);
  known = await loadBundle(initial);
});

describe('firstWeights()', () => {
  it('takes what fits from a model and draws the rest', async () => {
    const deeper: AcousticSpec = { ...known.spec, layers: known.spec.layers + 1 };
    const weights = await first(deeper, { seed: 1, initial });
    for (const [name, { data }] of Object.entries(known.weights)) {
      expect(weights[name]!.data, name).toEqual(data);
    }
    const convolved: AcousticSpec = { ...known.spec, filters: 2 };
    const read = await first(convolved, { seed: 1, initial });
    expect(read['layer0/forward/kernel']!.shape[0]).toBe(20);
    expect(read['layer0/forward/recurrent']).toEqual(known.weights['layer0/forward/recurrent']);
    expect(read['layer0/forward/bias']).not.toEqual(known.weights['layer0/forward/bias']);
    const drawn = await first(known.spec, { seed: 2 });
    expect(drawn['output/kernel']!.data).not.toEqual(known.weights['output/kernel']!.data);
  });

  it('makes the first bands of coefficients those of the front end', async () => {
    const spec: AcousticSpec = { ...known.spec, filters: 2 };
    const weights = await first(spec, { seed: 1 });
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
    const keeping = first(spec, { seed: 1, initial, fixedLayers: 1 });
    await expect(keeping).rejects.toThrow(/has no front\/.* of this size, which fixedLayers keeps/);
  });
});

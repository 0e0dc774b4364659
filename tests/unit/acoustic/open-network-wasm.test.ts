/**
 * The network where the native library is missing.
 * @module
 */
import { describe, expect, it } from 'vitest';
import type { AcousticSpec } from '../../../src/acoustic/acoustic-spec';
import { openAcousticNetwork } from '../../../src/acoustic/open-network';
import { matrix } from '../../../src/base/matrix';
import { Random } from '../../../src/base/random';
import { initialWeights } from '../../../src/training/initial-weights';

const SPEC: AcousticSpec = {
  kind: 'recurrent',
  cell: 'gru',
  bidirectional: true,
  inputSize: 4,
  units: 3,
  layers: 1,
  classes: 3,
};

describe('openAcousticNetwork() on WebAssembly', () => {
  it('hears every step once, however often it is asked to', async () => {
    process.env['SKALD_BACKEND'] = 'wasm';
    const hearings = {
      count: 2,
      of: (): Float32Array => {
        throw new Error('not asked for');
      },
    };
    const weights = initialWeights(SPEC, new Random(1));
    const network = await openAcousticNetwork(SPEC, weights, hearings);
    const steps = matrix(40, 4, new Float32Array(160).fill(0.5));
    expect(network.forward(steps).rows).toBe(40);
    const chunks = network.openChunks();
    expect(chunks.forward(matrix(10, 4, new Float32Array(40)), 10).rows).toBe(10);
    chunks.close();
    network.close();
  });

  it('hears with convolutions, whole and in chunks', async () => {
    process.env['SKALD_BACKEND'] = 'wasm';
    const spec = { ...SPEC, inputSize: 6, filters: 2 };
    const network = await openAcousticNetwork(spec, initialWeights(spec, new Random(1)));
    const steps = matrix(30, 6, new Float32Array(180).fill(0.5));
    const whole = network.forward(steps).data;
    const chunks = network.openChunks();
    const first = chunks.forward(steps, 30).data;
    first.forEach((value, i) => {
      expect(value).toBeCloseTo(whole[i]!, 4);
    });
    chunks.close();
    network.close();
  });
});

/**
 * First weights.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { weightShapes } from '../../../src/acoustic/acoustic-spec';
import { Random } from '../../../src/base/random';
import { initialWeights } from '../../../src/training/initial-weights';

const SPEC = {
  kind: 'recurrent',
  cell: 'gru',
  bidirectional: true,
  inputSize: 6,
  units: 16,
  layers: 1,
  classes: 3,
} as const;

describe('initialWeights()', () => {
  it('fills every weight within ±1/√H and follows the seed', () => {
    const weights = initialWeights(SPEC, new Random(1));
    expect(Object.keys(weights)).toEqual(Object.keys(weightShapes(SPEC)));
    const all = Object.values(weights).flatMap(({ data }) => Array.from(data));
    expect(Math.max(...all.map(Math.abs))).toBeLessThanOrEqual(0.25);
    expect(Math.max(...all)).toBeGreaterThan(0.2);
    expect(initialWeights(SPEC, new Random(1))).toEqual(weights);
    expect(initialWeights(SPEC, new Random(2))).not.toEqual(weights);
  });

  it('starts convolutions as rectifiers ask for, and leaves the layers as they are without them but for what they read', () => {
    const weights = initialWeights({ ...SPEC, filters: 4 }, new Random(1));
    expect(weights['front/first/bias']!.data.every((v) => v === 0)).toBe(true);
    const most = Math.max(...weights['front/second/kernel']!.data);
    expect(most).toBeLessThanOrEqual(Math.sqrt(6 / 36));
    expect(most).toBeGreaterThan(0.9 * Math.sqrt(6 / 36));
    expect(weights['layer0/forward/kernel']!.shape).toEqual([4, 48]);
  });

  it('starts residual layers at zero and leaves the others as they are without them', () => {
    const deeper = { ...SPEC, layers: 3, residualFrom: 2 };
    const weights = initialWeights(deeper, new Random(1));
    for (const [name, { data }] of Object.entries(weights)) {
      expect(
        data.every((v) => v === 0),
        name,
      ).toBe(name.startsWith('layer2/'));
    }
  });
});

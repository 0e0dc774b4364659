/**
 * Networks that are too large.
 * @module
 */
import { describe, expect, it } from 'vitest';
import type { AcousticSpec } from '../../../src/acoustic/acoustic-spec';
import { UserError } from '../../../src/base/errors';
import { checkSize, networkOf } from '../../../src/training/network-size';

const SPEC: AcousticSpec = {
  kind: 'recurrent',
  cell: 'lstm',
  bidirectional: true,
  inputSize: 120,
  units: 256,
  layers: 5,
  classes: 29,
};

describe('checkSize()', () => {
  it('lets usual networks pass', () => {
    expect(() => {
      checkSize(SPEC);
    }).not.toThrow();
  });

  it('refuses one of 40 GB at once, without memory for it', () => {
    const before = process.memoryUsage().rss;
    const started = performance.now();
    expect(() => {
      checkSize({ ...SPEC, units: 4096, layers: 32 });
    }).toThrow(UserError);
    expect(performance.now() - started).toBeLessThan(1000);
    expect(process.memoryUsage().rss - before).toBeLessThan(1e8);
  });
});

describe('networkOf()', () => {
  const config = { cell: 'gru', bidirectional: true, units: 8, layers: 3 } as const;

  it('writes phones where there is a lexicon, after as many layers as the config says', () => {
    expect(networkOf(config).phones).toBeUndefined();
    const spec = networkOf({ ...config, lexicon: 'dict', phonesAfter: 2, residualFrom: 1 });
    expect(spec).toMatchObject({ phones: 40, phonesAfter: 2, residualFrom: 1, classes: 29 });
  });

  it('refuses to read phones after more layers than there are', () => {
    expect(() => networkOf({ ...config, phonesAfter: 4 })).toThrow(/phones after 4 of 3 layers/);
  });

  it('refuses to fix all layers', () => {
    expect(networkOf({ ...config, fixedLayers: 2 }).layers).toBe(3);
    expect(() => networkOf({ ...config, fixedLayers: 3 })).toThrow(/fixes 3 of 3 layers/);
  });
});

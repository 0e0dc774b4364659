/**
 * The manifest of a model folder as hostile input.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/base/errors';
import { parseBundleManifest } from '../../../src/bundle/bundle-manifest';
import { manifestFields } from './small-bundle';

const parse = (value: unknown): unknown => parseBundleManifest(JSON.stringify(value), 'here');

describe('parseBundleManifest()', () => {
  it('reads a good manifest', () => {
    expect(parse(manifestFields())).toMatchObject({ name: 'small', units: ['a', ' '] });
  });

  it('reads decoding options where there are some', () => {
    expect(parse({ ...manifestFields(), decoding: { alpha: 0.5 } })).toMatchObject({
      decoding: { alpha: 0.5 },
    });
    expect(parse(manifestFields())).not.toHaveProperty('decoding');
  });

  it('refuses what is not JSON', () => {
    expect(() => parseBundleManifest('{', 'here')).toThrow(UserError);
  });

  it.each([
    null,
    [],
    { ...manifestFields(), bundleVersion: 99 },
    { ...manifestFields(), frontEnd: 'other' },
    { ...manifestFields(), name: 5 },
    { ...manifestFields(), units: ['a'] },
    { ...manifestFields(), units: [1, 2] },
    { ...manifestFields(), network: { kind: 'graph' } },
    { ...manifestFields(), featureMean: [1] },
    { ...manifestFields(), featureDeviation: manifestFields().featureDeviation.map(() => null) },
    { ...manifestFields(), checksums: { file: 5 } },
    { ...manifestFields(), decoding: { alpha: 'high' } },
  ])('refuses a wrong field (%#)', (value) => {
    expect(() => parse(value)).toThrow(UserError);
  });
});

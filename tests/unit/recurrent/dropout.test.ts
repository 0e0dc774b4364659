/**
 * Dropout: the masks that are drawn, and the layer.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/base/random';
import {
  drawDropoutMask,
  dropout,
  dropoutMaskShape,
  type DropoutKind,
} from '../../../src/recurrent/dropout';
import { describeLayer } from './layer-checks';

const KINDS: DropoutKind[] = ['plain', 'variational'];

describe.each(KINDS)('dropout() %s', (kind) => {
  describeLayer({
    layer: dropout([4, 2, 3], kind),
    reference: (tf, v) => ({ y: tf.mul(v['x']!, v['mask']!) }),
  });
});

describe('dropoutMaskShape()', () => {
  it('has one mask for all steps where it is variational', () => {
    expect(dropoutMaskShape([4, 2, 3], 'plain')).toEqual([4, 2, 3]);
    expect(dropoutMaskShape([4, 2, 3], 'variational')).toEqual([1, 2, 3]);
  });
});

describe('drawDropoutMask()', () => {
  it('drops the given share, keeps the mean at 1, and repeats with its seed', () => {
    const mask = drawDropoutMask([100, 100], 0.3, new Random(4));
    const dropped = mask.filter((v) => v === 0).length / mask.length;
    expect(Math.abs(dropped - 0.3)).toBeLessThan(0.02);
    expect(Math.abs(mask.reduce((a, b) => a + b, 0) / mask.length - 1)).toBeLessThan(0.03);
    expect(drawDropoutMask([100, 100], 0.3, new Random(4))).toEqual(mask);
  });

  it.each([-0.1, 1, NaN])('refuses the rate %s', (rate) => {
    expect(() => drawDropoutMask([1], rate, new Random(1))).toThrow(RangeError);
  });
});

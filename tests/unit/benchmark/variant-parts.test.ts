/**
 * What the forms have in common.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { INPUT, UNITS, drawParts, prepared } from '../../../src/benchmark/variant-parts';
import { loadTensorflow } from '../../../src/tensor/backend';

describe('drawParts()', () => {
  it('draws the same numbers at every call', async () => {
    const tf = await loadTensorflow();
    const [a, b] = [drawParts(tf, 2, 3), drawParts(tf, 2, 3)];
    expect(a.x.shape).toEqual([3, 2, INPUT]);
    expect(a.dy.shape).toEqual([3, 2, 2 * UNITS]);
    expect(a.x.dataSync()).toEqual(b.x.dataSync());
    expect(Object.keys(a.weights)).toEqual(Object.keys(b.weights));
    for (const { x, dy, weights } of [a, b]) tf.dispose([x, dy, { ...weights }]);
  });
});

describe('prepared()', () => {
  it('counts the making and the first run as preparation, and times every later one', async () => {
    let runs = 0;
    const variant = await prepared(() =>
      Promise.resolve({
        work() {
          runs++;
        },
        close: () => undefined,
      }),
    );
    expect(runs).toBe(1);
    expect(variant.preparationSeconds).toBeGreaterThanOrEqual(0);
    expect(await variant.run()).toBeGreaterThanOrEqual(0);
    expect(runs).toBe(2);
  });
});

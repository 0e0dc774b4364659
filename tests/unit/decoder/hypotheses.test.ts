/**
 * The store of hypotheses: one for each pair, however many there are.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { Hypotheses } from '../../../src/decoder/hypotheses';

describe('Hypotheses', () => {
  it('finds each pair again, also after it grew, and keeps large contexts apart', () => {
    const store = new Hypotheses();
    const pairs = Array.from({ length: 3000 }, (_, i) => [(i % 7) * 2 ** 40 + (i % 3), i] as const);
    const made = pairs.map(([context, node]) => store.at(context, node));
    expect(new Set(made).size).toBe(3000);
    expect(pairs.map(([context, node]) => store.at(context, node))).toEqual(made);
    store.clear();
    expect(store.count).toBe(0);
    expect(store.blank[store.at(0, 0)]).toBe(-Infinity);
  });

  it('keeps those above the floor in their order', () => {
    const store = new Hypotheses();
    for (const node of [5, 6, 7]) store.at(1, node);
    store.keep(Float64Array.of(-1, -9, -2), -3);
    expect([...store.copy().node]).toEqual([5, 7]);
  });
});

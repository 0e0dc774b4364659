/**
 * Tests of the checks from which all guards are made.
 * @module
 */
import { describe, expect, it } from 'vitest';
import {
  fieldOf,
  hasOnly,
  isCount,
  isMeasure,
  isRecord,
  isText,
} from '../../../src/protocol/record';

describe('isRecord', () => {
  it('takes objects, not null, arrays or primitives', () => {
    expect([{}, null, [], 'x', 3, undefined].map(isRecord)).toEqual([
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('fieldOf', () => {
  it('does not see inherited fields', () => {
    expect(
      fieldOf(Object.create({ kind: 'start' }) as Record<string, unknown>, 'kind'),
    ).toBeUndefined();
    expect(fieldOf({}, 'constructor')).toBeUndefined();
  });

  it('sees a field that JSON names __proto__ only as itself', () => {
    const value = JSON.parse('{"__proto__": {"kind": "start"}}') as Record<string, unknown>;
    expect(fieldOf(value, 'kind')).toBeUndefined();
  });
});

describe('hasOnly', () => {
  it('refuses missing and surplus fields', () => {
    expect(hasOnly({ a: 1, b: 2 }, ['a', 'b'])).toBe(true);
    expect(hasOnly({ a: 1 }, ['a', 'b'])).toBe(false);
    expect(hasOnly({ a: 1, b: 2, c: 3 }, ['a', 'b'])).toBe(false);
  });
});

describe('isText, isMeasure, isCount', () => {
  it('keep to their limits', () => {
    expect(isText('abc', 3)).toBe(true);
    expect(isText('abcd', 3)).toBe(false);
    expect([0, 1.5, -1, Number.NaN, Number.POSITIVE_INFINITY, '1'].map(isMeasure)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
    expect([0, 7, 1.5, -1, 2 ** 53].map(isCount)).toEqual([true, true, false, false, false]);
  });
});

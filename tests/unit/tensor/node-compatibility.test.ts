/**
 * The mend for Node 23 and later.
 * @module
 */
import util from 'node:util';
import { describe, expect, it } from 'vitest';
import { mendNodeUtil } from '../../../src/tensor/node-compatibility';

describe('mendNodeUtil()', () => {
  it('makes util.isNullOrUndefined work on this version of Node', () => {
    mendNodeUtil();
    const { isNullOrUndefined } = util as unknown as { isNullOrUndefined: (v: unknown) => boolean };
    expect([null, undefined, 0, ''].map((v) => isNullOrUndefined(v))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

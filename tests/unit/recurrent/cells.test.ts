/**
 * The cells by name.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { CELLS } from '../../../src/recurrent/cells';

describe('CELLS', () => {
  it('names every cell as it names itself', () => {
    for (const [name, cell] of Object.entries(CELLS)) expect(cell.name).toBe(name);
  });
});

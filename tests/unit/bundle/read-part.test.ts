/**
 * Files that were trained apart from a model.
 * @module
 */
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPart } from '../../../src/bundle/read-part';
import { scratchFolder } from '../../support/scratch-folder';

const scratch = scratchFolder();
const KIND = { what: 'thing', limit: 1 << 20, mend: 'get another' };

describe('readPart()', () => {
  it('gives the bytes of a file that is not too large', async () => {
    const file = scratch.write('small', 'abc');
    expect((await readPart(file, KIND)).toString()).toBe('abc');
  });

  it('names what is missing, and refuses what is too large', async () => {
    const gone = path.join(scratch.path, 'gone');
    await expect(readPart(gone, KIND)).rejects.toThrow(`Cannot read thing ${gone}`);
    const large = scratch.write('large', 'a'.repeat(KIND.limit + 1));
    await expect(readPart(large, KIND)).rejects.toThrow('is larger than 1 MiB');
  });
});

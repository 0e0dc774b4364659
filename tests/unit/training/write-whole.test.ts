/**
 * A file is written whole, or not at all.
 * @module
 */
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/base/errors';
import { writeWhole } from '../../../src/training/write-whole';
import { scratchFolder } from '../../support/scratch-folder';

const folder = scratchFolder();

describe('writeWhole()', () => {
  it('makes the folder, writes over what was there, and leaves nothing else behind', async () => {
    const file = path.join(folder.path, 'new/list.tsv');
    await writeWhole(file, 'first');
    await writeWhole(file, 'second');
    expect(readFileSync(file, 'utf8')).toBe('second');
    expect(readdirSync(path.dirname(file))).toEqual(['list.tsv']);
  });

  it('says what cannot be written and leaves no part of it', async () => {
    const taken = path.join(folder.path, 'taken');
    mkdirSync(path.join(taken, 'inside'), { recursive: true });
    await expect(writeWhole(taken, 'text')).rejects.toThrow(UserError);
    await expect(writeWhole(taken, 'text')).rejects.toThrow(/Cannot write .*taken/);
    expect(readdirSync(folder.path).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});

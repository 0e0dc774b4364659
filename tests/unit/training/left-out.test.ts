/**
 * Lists of what a training leaves out, good and bad.
 * @module
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readLeftOut, writeLeftOut } from '../../../src/training/left-out';
import { scratchFolder } from '../../support/scratch-folder';

const folder = scratchFolder();

describe('writeLeftOut() and readLeftOut()', () => {
  it('give the same files back, with paths relative to the list', async () => {
    const list = path.join(folder.path, 'lists/left-out.tsv');
    const file = path.join(folder.path, 'speech/a.opus');
    await writeLeftOut(list, [{ file, reason: '9 phone errors in 9 phones' }]);
    expect(readFileSync(list, 'utf8')).toBe(
      'file\treason\n../speech/a.opus\t9 phone errors in 9 phones\n',
    );
    expect([...(await readLeftOut([list]))]).toEqual([file]);
  });

  it('joins several lists, and no list leaves nothing out', async () => {
    const a = folder.write('a.tsv', 'file\treason\nx.wav\tnoise\n');
    const b = folder.write('b.tsv', 'file\treason\r\nx.wav\tnoise\r\ny.wav\tcut off\r\n');
    const files = await readLeftOut([a, b]);
    expect(files).toEqual(new Set(['x.wav', 'y.wav'].map((f) => path.join(folder.path, f))));
    expect((await readLeftOut([])).size).toBe(0);
  });

  it.each([
    ['x.wav\tnoise\n', 'header'],
    ['file\treason\nx.wav\n', 'line 2'],
    ['file\treason\nx.wav\tnoise\n\tnoise\n', 'line 3'],
    ['file\treason\nx.wav\tnoise\tmore\n', 'line 2'],
  ])('refuses %j and names what does not fit', async (content, part) => {
    const list = folder.write('bad.tsv', content);
    await expect(readLeftOut([list])).rejects.toThrow(part);
    await expect(readLeftOut([list])).rejects.toThrow('bad.tsv');
  });

  it('names a list that is not there', async () => {
    await expect(readLeftOut([path.join(folder.path, 'none.tsv')])).rejects.toThrow('none.tsv');
  });
});

/**
 * Lines of files.
 * @module
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';
import { linesOf, textLines } from '../../../src/language/text-lines';
import { inFolder } from './tiny-model';

async function all(lines: AsyncIterable<string>): Promise<string[]> {
  const found: string[] = [];
  for await (const line of lines) found.push(line);
  return found;
}

describe('linesOf', () => {
  it('joins what chunks cut, letters too', async () => {
    const bytes = Buffer.from('één\ntwo\n\nlast');
    const chunks = Array.from(bytes, (_, i) => bytes.subarray(i, i + 1));
    expect(await all(linesOf(Readable.from(chunks, { objectMode: false })))).toEqual([
      'één',
      'two',
      '',
      'last',
    ]);
  });
});

describe('textLines', () => {
  it('reads a plain file', async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'a.txt');
      writeFileSync(file, 'one\ntwo\n');
      expect(await all(textLines(file))).toEqual(['one', 'two']);
    });
  });

  it('says which file is missing or no file', async () => {
    await expect(all(textLines('/nowhere/a.txt'))).rejects.toThrow('/nowhere/a.txt is missing');
    await inFolder(async (folder) => {
      await expect(all(textLines(folder))).rejects.toThrow(`cannot read ${folder}`);
    });
  });

  it('says how to get xz where it is missing, or that the file is damaged', async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'a.txt.xz');
      writeFileSync(file, 'not packed');
      vi.stubEnv('PATH', folder);
      await expect(all(textLines(file))).rejects.toMatchObject({
        message: expect.stringContaining('xz is missing') as string,
        mend: expect.stringContaining('xz-utils') as string,
      });
      vi.unstubAllEnvs();
    });
  });

  it('reads what xz unpacks, or says what it complains about', async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'a.txt.xz');
      writeFileSync(file, 'one\ntwo\n');
      vi.stubEnv('PATH', `${folder}:/bin:/usr/bin`);
      const program = join(folder, 'xz');
      writeFileSync(program, '#!/bin/sh\n[ "$1" = -dc ] && cat "$3"\n', { mode: 0o755 });
      expect(await all(textLines(file))).toEqual(['one', 'two']);
      writeFileSync(program, '#!/bin/sh\necho "not xz" >&2; exit 1\n', { mode: 0o755 });
      await expect(all(textLines(file))).rejects.toThrow(`cannot unpack ${file} (not xz)`);
      vi.unstubAllEnvs();
    });
  });
});

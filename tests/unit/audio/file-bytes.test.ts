/**
 * Bytes of files in blocks, and one clear line for what is no file.
 * @module
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FileBytes } from '../../../src/audio/file-bytes';
import { UserError } from '../../../src/base/errors';
import { scratchFolder } from '../../support/scratch-folder';

const scratch = scratchFolder();
const content = Buffer.from(Array.from({ length: 150_000 }, (_, i) => i % 251));

/** The line that opening `path` ends in. */
async function refusal(path: string): Promise<string> {
  const error: unknown = await FileBytes.open(path).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(UserError);
  return (error as UserError).line;
}

describe('FileBytes', () => {
  it('blocks() gives all bytes in order, in blocks of their own', async () => {
    const file = await FileBytes.open(scratch.write('all', content));
    const blocks: Buffer[] = [];
    for await (const block of file.blocks()) blocks.push(block);
    await file.close();
    expect(blocks.length).toBeGreaterThan(1);
    expect(Buffer.concat(blocks).equals(content)).toBe(true);
  });

  it('blocks() keeps to a part', async () => {
    const file = await FileBytes.open(scratch.write('part', content));
    const blocks: Buffer[] = [];
    for await (const block of file.blocks(10, 100_000)) blocks.push(block);
    await file.close();
    expect(Buffer.concat(blocks).equals(content.subarray(10, 100_000))).toBe(true);
  });

  it('read() gives less at the end and nothing behind it', async () => {
    const file = await FileBytes.open(scratch.write('short', Buffer.from('abcdef')));
    expect((await file.read(4, 10)).toString()).toBe('ef');
    expect(await file.read(6, 1)).toHaveLength(0);
    expect(await file.read(2 ** 40, 1)).toHaveLength(0);
    await file.close();
  });

  it('open() refuses a missing file, a folder and an empty file with one line', async () => {
    const folder = join(scratch.path, 'folder.wav');
    mkdirSync(folder);
    expect(await refusal(join(scratch.path, 'no.wav'))).toMatch(/no\.wav does not exist: check/);
    expect(await refusal(folder)).toMatch(/folder\.wav is a folder: /);
    expect(await refusal(scratch.write('empty.wav', ''))).toMatch(/empty\.wav is empty: /);
    expect(await refusal('/dev/null')).toMatch(/is not a file: /);
  });

  it('open() refuses a path through a file', async () => {
    const path = join(scratch.write('file', 'x'), 'inner.wav');
    expect(await refusal(path)).toMatch(/does not exist/);
  });
});

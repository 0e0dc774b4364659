/**
 * Names, collisions and failures of written transcripts.
 * @module
 */
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../../src/base/errors';
import { OutputFolder } from '../../../src/cli/output-folder';

describe('OutputFolder', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'skald-output-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  it('makes the folder and names files after the recordings', async () => {
    const output = await OutputFolder.open(join(folder, 'a', 'b'));
    await output.write('/somewhere/talk.final.wav', 'srt', 'text');
    expect(await readFile(join(folder, 'a', 'b', 'talk.final.srt'), 'utf8')).toBe('text');
  });

  it('writes no recording over another of the same name', async () => {
    const output = await OutputFolder.open(folder);
    await output.write('x/talk.wav', 'txt', 'first');
    await output.write('y/talk.flac', 'txt', 'second');
    await output.write('z/TALK.wav', 'txt', 'third');
    expect((await readdir(folder)).sort()).toEqual(['TALK-3.txt', 'talk-2.txt', 'talk.txt']);
    expect(await readFile(join(folder, 'talk-2.txt'), 'utf8')).toBe('second');
  });

  it('replaces what an earlier run has written, and leaves no part behind', async () => {
    await writeFile(join(folder, 'talk.txt'), 'old');
    const output = await OutputFolder.open(folder);
    await output.write('talk.wav', 'txt', 'new');
    expect(await readdir(folder)).toEqual(['talk.txt']);
    expect(await readFile(join(folder, 'talk.txt'), 'utf8')).toBe('new');
  });

  it('keeps names with quotes, right-to-left letters and emoji', async () => {
    const output = await OutputFolder.open(folder);
    await output.write(`it's "שלום" 🎤.wav`, 'txt', '');
    expect(await readdir(folder)).toEqual([`it's "שלום" 🎤.txt`]);
  });

  it('says what to do when a file stands where the folder should', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    await expect(OutputFolder.open(file)).rejects.toThrow(UserError);
  });

  it('says what to do when a folder stands where the file should', async () => {
    const output = await OutputFolder.open(folder);
    await OutputFolder.open(join(folder, 'talk.txt', 'inside'));
    await expect(output.write('talk.wav', 'txt', '')).rejects.toThrow(/cannot write .*talk\.txt/);
    expect(await readdir(folder)).toEqual(['talk.txt']);
  });
});

/**
 * Tests of the safety copy of a dictation on a real disk.
 * @module
 */
import { mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  findLeftover,
  readLeftover,
  RecordingSpool,
  removeLeftover,
} from '../../../electron/recording-spool';

let root: string;
let folder: string;
let problems: string[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'skald-spool-'));
  folder = join(root, 'recordings');
  problems = [];
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function begin(): RecordingSpool {
  return new RecordingSpool(folder, (reason) => problems.push(reason));
}

describe('RecordingSpool', () => {
  it('keeps the samples in order, for its owner only, until it is removed', async () => {
    const spool = begin();
    for (let start = 0; start < 8_000; start += 500) {
      spool.append(Int16Array.from({ length: 500 }, (_, i) => start + i));
    }
    await spool.flushed();
    const leftover = await findLeftover(folder);
    expect(leftover?.samples).toBe(8_000);
    expect([...(await readLeftover(leftover!))]).toEqual(
      Array.from({ length: 8_000 }, (_, i) => i),
    );
    expect(statSync(leftover!.file).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    await spool.remove();
    expect(readdirSync(folder)).toEqual([]);
    expect(problems).toEqual([]);
  });

  it('keeps what was said before it was closed, and nothing after', async () => {
    const spool = begin();
    spool.append(new Int16Array(5_000));
    await spool.close();
    spool.append(new Int16Array(5_000));
    expect((await findLeftover(folder))?.samples).toBe(5_000);
  });

  it('says once why it cannot keep the copy, and goes on', async () => {
    writeFileSync(folder, 'a file where the folder should be');
    const spool = begin();
    spool.append(new Int16Array(10));
    spool.append(new Int16Array(10));
    await spool.remove();
    expect(problems).toHaveLength(1);
  });
});

describe('findLeftover', () => {
  it('finds nothing where there is no folder', async () => {
    expect(await findLeftover(folder)).toBeNull();
  });

  it('takes the latest, deletes what is too short, and leaves foreign files and links alone', async () => {
    const spool = begin();
    await spool.flushed();
    writeFileSync(join(folder, 'dictation-1.s16le'), Buffer.alloc(20_000));
    writeFileSync(join(folder, 'dictation-2.s16le'), Buffer.alloc(30_001));
    writeFileSync(join(folder, 'notes.txt'), 'mine');
    symlinkSync('/etc/hostname', join(folder, 'dictation-9999999999999999.s16le'));
    await spool.remove();
    const leftover = await findLeftover(folder);
    expect(leftover).toEqual({ file: join(folder, 'dictation-2.s16le'), samples: 15_000 });
    await removeLeftover(leftover!);
    expect((await findLeftover(folder))?.samples).toBe(10_000);
    writeFileSync(join(folder, 'dictation-1.s16le'), Buffer.alloc(100));
    expect(await findLeftover(folder)).toBeNull();
    expect(readdirSync(folder).sort()).toEqual(['dictation-9999999999999999.s16le', 'notes.txt']);
  });
});

/**
 * Tests of scripts/setup/lock.mjs: the waiting is done by a process of its own.
 * @module
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';

const MODULE = pathToFileURL(join(__dirname, '../../../../scripts/setup/lock.mjs')).href;

/** Takes the lock of `folder` in another process and prints what the lock file then says. */
function takeElsewhere(folder: string): { waited: Promise<void>; ended: Promise<string> } {
  const script = `
    import { lockSetup } from ${JSON.stringify(MODULE)};
    import { readFileSync } from 'node:fs';
    await lockSetup(${JSON.stringify(folder)});
    console.log(process.pid === Number(readFileSync(${JSON.stringify(join(folder, 'setup.lock'))})));
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return {
    waited: new Promise((resolve) => {
      child.stderr.on('data', (chunk: Buffer) => {
        if (chunk.toString().includes('waiting for another set-up')) resolve();
      });
    }),
    ended: new Promise((resolve) => {
      child.on('close', () => {
        resolve(output.trim());
      });
    }),
  };
}

describe('lockSetup', () => {
  it('takes a free lock and gives it back at the end', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'skald-lock-'));
    expect(await takeElsewhere(folder).ended).toBe('true');
    expect(existsSync(join(folder, 'setup.lock'))).toBe(false);
  });

  it('takes over the lock of a process that was killed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'skald-lock-'));
    // Larger than any process id that Linux gives out.
    writeFileSync(join(folder, 'setup.lock'), '99999999');
    expect(await takeElsewhere(folder).ended).toBe('true');
  });

  it('waits while the owner lives', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'skald-lock-'));
    const lock = join(folder, 'setup.lock');
    writeFileSync(lock, String(process.pid));
    const other = takeElsewhere(folder);
    await other.waited;
    expect(readFileSync(lock, 'utf8')).toBe(String(process.pid));
    rmSync(lock);
    expect(await other.ended).toBe('true');
  });
});

/**
 * Tests of scripts/setup/run.mjs.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { mustRun, run } from '../../../../scripts/setup/run.mjs';

const node = (script: string): [string, string[]] => [process.execPath, ['-e', script]];

describe('run', () => {
  it('gives the exit code and both outputs', async () => {
    const script = 'console.log("out"); console.error("err"); process.exitCode = 3';
    expect(await run(...node(script))).toEqual({ code: 3, stdout: 'out\n', stderr: 'err\n' });
  });

  it('reports an absent program as 127, like a shell', async () => {
    expect((await run('skald-no-such-program', [])).code).toBe(127);
  });

  it('ends a program that takes too long and reports 124', async () => {
    const endless = node('setInterval(() => {}, 1000)');
    expect((await run(...endless, { limitSeconds: 0.2 })).code).toBe(124);
  });
});

describe('mustRun', () => {
  it('throws the mend when the program fails', async () => {
    const failing = mustRun('Building', 'install make', ...node('process.exit(4)'));
    await expect(failing).rejects.toMatchObject({
      message: expect.stringMatching(/^Building failed .* 4\)$/) as string,
      mend: 'install make',
    });
  });
});

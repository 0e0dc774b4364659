/**
 * A training gets a process of its own, which behaves like this one.
 * @module
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { environmentFor, startAgain } from '../../../src/cli/own-process';

describe('environmentFor', () => {
  it.each([
    [['train', '--config', 'x']],
    [['bench', '--engine']],
    [['language', 'train-recurrent']],
  ])('starts %j once more', (args) => {
    expect(environmentFor(args, {}, 'linux')).toHaveProperty('MALLOC_TRIM_THRESHOLD_');
  });

  it.each([
    [['transcribe', 'train']],
    [['language', 'build']],
    [['language']],
    [[]],
    [['nothing']],
  ])('runs %j here', (args) => {
    expect(environmentFor(args, {}, 'linux')).toBeUndefined();
  });

  it('does not start what has been started so', () => {
    const again = environmentFor(['train'], {}, 'linux');
    expect(environmentFor(['train'], again!, 'linux')).toBeUndefined();
  });
});

describe('startAgain', () => {
  it('hands the environment in and the exit code out', async () => {
    const script = 'process.exit(Number(process.env.CODE))';
    expect(await startAgain({ CODE: '7' }, ['-e', script])).toBe(7);
  });

  it('says which signal ended it', async () => {
    expect(await startAgain({}, ['-e', "process.kill(process.pid, 'SIGKILL')"])).toBe(137);
  });

  it('hands on a signal that is sent to it alone', async () => {
    const child = `process.once('SIGINT', () => process.exit(9)); setInterval(() => {}, 1000); console.log('ready')`;
    const source = path.resolve('src/cli/own-process.ts');
    const parent = `require(${JSON.stringify(source)}).startAgain(process.env, ['-e', ${JSON.stringify(child)}])
      .then((code) => process.exit(code))`;
    const running = spawn(process.execPath, ['--import', 'tsx', '-e', parent], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(running.stdout, 'data');
    running.kill('SIGINT');
    expect(await once(running, 'exit')).toEqual([9, null]);
  });
});

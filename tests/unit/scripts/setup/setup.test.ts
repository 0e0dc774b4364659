/**
 * Tests of scripts/setup.mjs as a command, in this checkout, where everything is set up.
 * @module
 */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../../../../scripts/setup/run.mjs';

const SETUP = join(__dirname, '../../../../scripts/setup.mjs');

describe('setup.mjs', () => {
  it.each([[['--for', 'nothing']], [['--unknown']], [['superfluous']]])(
    'ends with 2 and one line after %j',
    async (args) => {
      const result = await run(process.execPath, [SETUP, ...args]);
      expect(result.code).toBe(2);
      expect(result.stderr.trim().split('\n')).toHaveLength(1);
      expect(result.stdout).toBe('');
    },
  );

  it('has nothing to say and nothing to do a second time', async () => {
    await run(process.execPath, [SETUP]);
    const start = Date.now();
    expect(await run(process.execPath, [SETUP])).toEqual({ code: 0, stdout: '', stderr: '' });
    // 0.1 s on an idle machine; the limit leaves room for a busy one.
    expect(Date.now() - start).toBeLessThan(5000);
  });
});

/**
 * `npm start` on a machine without a display, with the real model: the sample becomes text.
 * @module
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../../../scripts/setup/run.mjs';

const ROOT = join(__dirname, '../../..');
/** Transcription loads TensorFlow and builds the command line where that was not done yet. */
const LIMIT_MS = 120_000;

/** The words that the credits of the sample say it has. */
function saidWords(): string[] {
  const credits = readFileSync(join(ROOT, 'examples/README.md'), 'utf8');
  const said = /Said: "([^"]+)"/.exec(credits)?.[1] ?? '';
  return said.split(/\s+/);
}

describe('start.mjs', () => {
  it(
    'writes down the sample without a display, and does not wait for anybody',
    async () => {
      const env = { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '' };
      const result = await run(process.execPath, [join(ROOT, 'scripts/start.mjs')], { env });
      expect(result.stderr).toContain('not listening, since standard input is not a terminal');
      expect(result.code).toBe(0);
      const words = new Set(result.stdout.toLowerCase().split(/\s+/));
      const found = saidWords().filter((word) => words.has(word));
      // A first model gets some words wrong; a chain that is broken gets all of them wrong.
      expect(found.length).toBeGreaterThan(saidWords().length / 4);
    },
    LIMIT_MS,
  );
});

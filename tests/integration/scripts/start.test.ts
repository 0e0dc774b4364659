/**
 * `npm start` on a machine without a display, with the real model: the sample becomes text.
 * @module
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../../../scripts/setup/run.mjs';
import { ErrorCounts } from '../../../src/text/error-rate';

const ROOT = join(__dirname, '../../..');
/** Transcription loads TensorFlow and builds the command line where that was not done yet. */
const LIMIT_MS = 240_000;

/** Share of wrong letters in a recording on which the model does well; a broken chain gets nearly all of them wrong. */
const MOST_ERRORS = 0.4;

/** What the credits of the sample say is said in it. */
function saidText(): string {
  const credits = readFileSync(join(ROOT, 'examples/README.md'), 'utf8');
  return /Said: "([^"]+)"/.exec(credits)?.[1] ?? '';
}

describe('start.mjs', () => {
  it(
    'writes down the sample without a display, and does not wait for anybody',
    async () => {
      const env = { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '' };
      const result = await run(process.execPath, [join(ROOT, 'scripts/start.mjs')], { env });
      expect(result.stderr).toContain('not listening, since standard input is not a terminal');
      expect(result.code).toBe(0);
      const counts = new ErrorCounts();
      counts.add(saidText(), result.stdout.trim());
      expect(counts.characters.reference).toBeGreaterThan(0);
      expect(counts.characterErrorRate).toBeLessThan(MOST_ERRORS);
    },
    LIMIT_MS,
  );
});

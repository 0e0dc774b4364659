/**
 * `skald train --compare` with a stand-in for the training.
 * @module
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { CancelledError } from '../../../src/base/errors';
import { runCommandLine } from '../../../src/cli/run';
import { runVariant } from '../../../src/training/comparison';
import { scratchFolder } from '../../support/scratch-folder';
import { recordingTerminal } from './recording-terminal';

vi.mock('../../../src/training/comparison', async (importOriginal) => ({
  ...(await importOriginal<object>()),
  runVariant: vi.fn(),
}));

const runner = vi.mocked(runVariant);
const folder = scratchFolder();
folder.write(
  'c.json',
  JSON.stringify({
    folder: 'made',
    base: {},
    variants: ['first', 'second'].map((name) => ({ name, change: {} })),
  }),
);

beforeEach(() => {
  runner.mockReset().mockImplementation((_, { name }, options) => {
    options.onProgress('step 1');
    const cost = { realTimeFactor: 0.01, hours: 1, processorHours: 0.1 };
    const numbers = { parameters: 1e6, steps: 2, ...cost };
    return Promise.resolve({ name, errors: { phones: 0.5 }, ...numbers });
  });
});

const run = async (...args: string[]) => {
  const terminal = recordingTerminal(folder.path);
  return { code: await runCommandLine(['train', ...args], terminal), terminal };
};

describe('skald train --compare', () => {
  it('prints a table of all variants and tells how far it is', async () => {
    const { code, terminal } = await run('--compare', 'c.json');
    expect(code).toBe(0);
    expect(terminal.output()).toMatch(/\| first \| 50\.0 %.*\n\| second \| 50\.0 %/);
    expect(terminal.notes).toEqual(['1 of 2, first: step 1', '2 of 2, second: step 1']);
  });

  it('writes the page after each variant, and stops at Ctrl+C', async () => {
    const terminal = recordingTerminal(folder.path);
    const usual = runner.getMockImplementation()!;
    runner.mockImplementation((comparison, variant, options) => {
      if (variant.name === 'first') return usual(comparison, variant, options);
      terminal.interrupt();
      return Promise.reject(new CancelledError());
    });
    const args = ['train', '--compare', 'c.json', '--out', 'page.md'];
    expect(await runCommandLine(args, terminal)).toBe(1);
    expect(terminal.notes.join()).toContain('goes on');
    const page = readFileSync(path.join(folder.path, 'page.md'), 'utf8');
    expect(page).toContain('| first |');
    expect(page).toContain('Not trained yet: second.');
  });

  it('passes on what is wrong', async () => {
    const { code, terminal } = await run('--compare', 'none.json');
    expect(code).toBe(1);
    expect(terminal.notes.join()).toContain('none.json');
  });
});

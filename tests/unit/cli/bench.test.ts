/**
 * `skald bench` called wrongly; what it measures is tested in tests/unit/benchmark.
 * @module
 */
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/base/errors';
import { bench } from '../../../src/cli/bench';
import { processTerminal } from '../../../src/cli/terminal';

const terminal = processTerminal();

describe('bench', () => {
  it.each([
    [[]],
    [['--engine', '--runs', '0']],
    [['--engine', '--runs', 'x']],
    [['--fast']],
    [['--engine', '--cell', 'x']],
    [['--engine', '--kind', 'x']],
    [['--engine', '--variants']],
    [['--training', '--ctc']],
    [['--training', '--runs', '0']],
    [['--variants', '--kind', 'x']],
    [['--engine', '--threads', '0']],
    [['--engine', '--batch', '2']],
    [['--engine', '--peer', 'x']],
    [['--engine', '--compile-seconds', '-1']],
  ])('refuses %j with exit code 2', async (args) => {
    const error: unknown = await bench.run(args, terminal).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).exitCode).toBe(2);
  });
});

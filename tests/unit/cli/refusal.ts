/**
 * What a command says to a wrong command line.
 * @module
 */
import { expect } from 'vitest';
import { UserError } from '../../../src/base/errors';
import type { Command } from '../../../src/cli/command';
import { recordingTerminal } from './recording-terminal';

/** Expects exit 2 and a message that holds `part`. */
export async function expectRefusal(
  command: Command,
  args: readonly string[],
  part: string,
): Promise<void> {
  const failure: unknown = await command
    .run([...args], recordingTerminal())
    .catch((e: unknown) => e);
  expect(failure).toBeInstanceOf(UserError);
  expect(failure).toMatchObject({
    exitCode: 2,
    message: expect.stringContaining(part) as string,
  });
}

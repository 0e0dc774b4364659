/**
 * Texts as they are read aloud.
 * @module
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { language } from '../../../src/cli/language';
import { inFolder } from '../language/tiny-model';
import { recordingTerminal } from './recording-terminal';

describe('skald language read', () => {
  it('writes a sentence a line, and no more than it is told', async () => {
    await inFolder(async (folder) => {
      const terminal = recordingTerminal(folder);
      writeFileSync(join(folder, 'a.txt'), 'Mr. Cat has 2 dogs. Has he?\nYes.\n');
      const read = (...more: string[]): Promise<number> =>
        language.run(['read', 'a.txt', '--output', 'b.txt', ...more], terminal);
      await read();
      const text = readFileSync(join(folder, 'b.txt'), 'utf8');
      expect(text).toBe('mister cat has two dogs\nhas he\nyes\n');
      await read('--words', '6');
      expect(readFileSync(join(folder, 'b.txt'), 'utf8')).toBe('mister cat has two dogs\nhas he\n');
      expect(terminal.output()).toContain('b.txt: 2 sentences, 7 words');
    });
  });

  it.each([
    [['read', '--output', 'b'], 'TEXT'],
    [['read', 'a'], '--output FILE'],
  ])('refuses %j', async (args, part) => {
    await expect(language.run(args, recordingTerminal())).rejects.toThrow(part);
  });

  it('names a file that cannot be written', async () => {
    await inFolder(async (folder) => {
      writeFileSync(join(folder, 'a.txt'), 'Yes.\n');
      const run = language.run(['read', 'a.txt', '--output', 'no/b'], recordingTerminal(folder));
      await expect(run).rejects.toThrow('cannot write');
    });
  });
});

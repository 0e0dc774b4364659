/**
 * Arguments and answers of `skald language`.
 * @module
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/base/errors';
import { language } from '../../../src/cli/language';
import { inFolder, SENTENCES } from '../language/tiny-model';
import { recordingTerminal } from './recording-terminal';

describe('skald language', () => {
  it.each([
    [[], 'build, perplexity or train-punctuation'],
    [['paint'], '"paint"'],
    [['build', '--output', 'm'], '--text FILE'],
    [['build', '--text', 'a'], '--output FILE'],
    [['build', '--text', 'a', '--output', 'm', '--order', '6'], 'goes up to 5'],
    [['build', '--text', 'a', '--output', 'm', '--cut-offs', '0,x'], '"0,x"'],
    [['build', '--text', 'a', '--output', 'm', '--cut-offs', '1,1'], 'begin with 0'],
    [['build', '--text', 'a', '--output', 'm', '--cut-offs', '0,0,0,1'], 'up to 3'],
    [['build', '--text', 'a', '--output', 'm', '--prune', 'much'], '"much"'],
    [['perplexity', 'a'], '--model FILE'],
    [['perplexity', '--model', 'm'], 'TEXT'],
  ])('refuses %j with exit 2', async (args, part) => {
    const failure: unknown = await language.run(args, recordingTerminal()).catch((e: unknown) => e);
    expect(failure).toBeInstanceOf(UserError);
    expect(failure).toMatchObject({
      exitCode: 2,
      message: expect.stringContaining(part) as string,
    });
  });

  it('builds a model and measures it, as binary and as ARPA file', async () => {
    await inFolder(async (folder) => {
      const terminal = recordingTerminal(folder);
      writeFileSync(join(folder, 'a.txt'), SENTENCES.join('.\n'));
      const build = 'build --text a.txt --order 2 --output m.bin --arpa m.arpa'.split(' ');
      expect(await language.run(build, terminal)).toBe(0);
      expect(terminal.output()).toMatch(/^m\.bin: 13 1-grams, 29 2-grams;/);
      expect(readFileSync(join(folder, 'm.arpa'), 'utf8')).toContain('ngram 2=29');
      const perplexities: unknown[] = [];
      for (const model of ['m.bin', 'm.arpa']) {
        const measured = recordingTerminal(folder);
        await language.run(['perplexity', '--model', model, 'a.txt', '--json'], measured);
        const result = JSON.parse(measured.output()) as Record<string, number>;
        expect(result).toMatchObject({ sentences: 8, unknown: 0, unknownRate: 0 });
        perplexities.push(result['perplexity']?.toFixed(3));
      }
      expect(perplexities[0]).toBe(perplexities[1]);
      const readable = recordingTerminal(folder);
      await language.run(['perplexity', '--model', 'm.bin', 'a.txt'], readable);
      expect(readable.output()).toMatch(/unknown +0 \(0\.00 %\)/);
    });
  });
});

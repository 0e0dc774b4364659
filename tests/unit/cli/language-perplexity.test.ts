/**
 * Arguments and answers of `skald language perplexity`.
 * @module
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { language } from '../../../src/cli/language';
import { inFolder, SENTENCES } from '../language/tiny-model';
import { recordingTerminal } from './recording-terminal';
import { expectRefusal } from './refusal';

describe('skald language perplexity', () => {
  it.each([
    [['perplexity', 'a'], '--model FILE'],
    [['perplexity', '--model', 'm'], 'TEXT'],
  ])('refuses %j with exit 2', (args, part) => expectRefusal(language, args, part));

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

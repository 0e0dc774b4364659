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
    [[], 'build, perplexity'],
    [['paint'], '"paint"'],
    [['build', '--output', 'm'], '--text FILE'],
    [['build', '--text', 'a'], '--output FILE'],
    [['build', '--text', 'a', '--output', 'm', '--order', '6'], 'goes up to 5'],
    [['build', '--text', 'a', '--output', 'm', '--cut-offs', '0,x'], '"0,x"'],
    [['build', '--text', 'a', '--output', 'm', '--cut-offs', '1,1'], 'begin with 0'],
    [['build', '--text', 'a', '--output', 'm', '--cut-offs', '0,0,0,1'], 'up to 3'],
    [['build', '--text', 'a', '--output', 'm', '--prune', 'much'], '"much"'],
    [['build', '--text', 'a=a', '--text', 'b=b', '--output', 'm'], 'needs --hold-out'],
    [['build', '--text', 'a', '--output', 'm', '--hold-out', '60'], 'goes up to 50'],
    [['build', '--text', 'a', '--output', 'm', '--output', 'n', '--size', '1'], 'an --output each'],
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

  it('mixes kinds of text with the words of a lexicon', async () => {
    await inFolder(async (folder) => {
      const terminal = recordingTerminal(folder);
      const text = `${SENTENCES.join('.\n')}.\n`;
      writeFileSync(join(folder, 'a.txt'), text.repeat(5));
      writeFileSync(join(folder, 'b.txt'), text.replaceAll('cat', 'horse').repeat(5));
      writeFileSync(join(folder, 'l.dict'), 'the DH AH\ncat K AE T\nsat S AE T\n');
      const inputs = '--text books=a.txt --text talk=b.txt --lexicon l.dict --hold-out 20';
      const build = `build ${inputs} --order 2 --output m.bin --json`;
      expect(await language.run(build.split(' '), terminal)).toBe(0);
      const report = JSON.parse(terminal.output()) as Record<string, unknown>;
      expect(report).toMatchObject({ ngrams: [6, expect.any(Number)], prune: 0 });
      const parts = report['parts'] as { part: string; weight: number; heldOut: object }[];
      expect(parts.map(({ part }) => part)).toEqual(['books', 'talk']);
      expect(parts[0]!.weight + parts[1]!.weight).toBeCloseTo(1, 6);
      expect(parts[0]!.heldOut).toMatchObject({ sentences: expect.any(Number) as number });
      const wrong = language.run('build --text a.txt --lexicon no --output m'.split(' '), terminal);
      await expect(wrong).rejects.toThrow('Cannot read lexicon no');
    });
  });
});

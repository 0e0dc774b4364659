/**
 * Arguments and answers of `skald language build`.
 * @module
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { language } from '../../../src/cli/language';
import { inFolder, SENTENCES } from '../language/tiny-model';
import { recordingTerminal } from './recording-terminal';
import { expectRefusal } from './refusal';

describe('skald language build', () => {
  it.each([
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
  ])('refuses %j with exit 2', (args, part) => expectRefusal(language, args, part));

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
      const several = `build ${inputs} --output m.bin --size 1 --output n.bin --size 0.01 --prune 1e-3`;
      const both = recordingTerminal(folder);
      expect(await language.run(several.split(' '), both)).toBe(0);
      expect(both.output()).toMatch(/^m\.bin: .* pruned at 1\.00e-3$/m);
      expect(both.output()).toMatch(/^n\.bin: 6 1-grams, /m);
      expect(both.output()).toMatch(/^ {2}talk: \d+ words, weight 0\.\d+; perplexity of/m);
      const wrong = language.run('build --text a.txt --lexicon no --output m'.split(' '), terminal);
      await expect(wrong).rejects.toThrow('Cannot read lexicon no');
    });
  });
});

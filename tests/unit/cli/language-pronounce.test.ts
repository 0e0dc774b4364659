/**
 * `skald language pronounce` on small models.
 * @module
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addLanguage } from '../../../src/bundle/add-language';
import { encodePronouncer } from '../../../src/bundle/pronouncer-file';
import { runCommandLine } from '../../../src/cli/run';
import { makeLexicon } from '../../../src/language/lexicon';
import { encodeLexicon } from '../../../src/language/lexicon-file';
import { encodePhones } from '../../../src/text/phones';
import { smallWordModelFile } from '../../support/word-model';
import { writePhoneBundle } from '../bundle/phone-bundle';
import { SMALL_PRONOUNCER, drawnWeights } from '../language/g2p/small-network';
import { recordingTerminal, type RecordingTerminal } from './recording-terminal';

const NETWORK = encodePronouncer({
  spec: SMALL_PRONOUNCER,
  weights: drawnWeights(SMALL_PRONOUNCER, 5),
});

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skald-pronounce-'));
  const lexicon = encodeLexicon(
    makeLexicon(
      ['K UH K', 'K UW K'].map((phones) => ({ word: 'cook', phones: encodePhones(phones) })),
    ),
  );
  const files = { lexicon, words: smallWordModelFile(['cook']) };
  for (const name of ['model', 'without']) await writePhoneBundle(join(folder, name));
  await addLanguage(join(folder, 'model'), { ...files, pronouncer: NETWORK }, {});
  await addLanguage(join(folder, 'without'), files, {});
  await writeFile(join(folder, 'network'), NETWORK);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function run(...args: string[]): Promise<{ code: number; terminal: RecordingTerminal }> {
  const terminal = recordingTerminal(folder);
  const code = await runCommandLine(['language', 'pronounce', ...args], terminal);
  return { code, terminal };
}

describe('skald language pronounce', () => {
  it('asks the lexicon, other words, and the network', async () => {
    const { code, terminal } = await run('Cook', 'cooks', 'sverre', '--model', 'model');
    expect(terminal.notes).toEqual([]);
    expect(code).toBe(0);
    const lines = terminal.output().split('\n');
    expect(lines.slice(0, 3)).toEqual([
      'cook\tK UH K\tlexicon',
      'cook\tK UW K\tlexicon',
      'cooks\tK UH K S\tother words',
    ]);
    expect(lines[3]).toMatch(/^sverre\t[A-Z ]+\tnetwork$/);
  });

  it('gives the likeliest ways of a network, also as JSON', async () => {
    const ways: unknown[] = [];
    for (const from of [
      ['--network', 'network'],
      ['--model', 'model'],
    ]) {
      const { terminal } = await run('cook', ...from, '--ways', '3', '--json');
      const said = JSON.parse(terminal.output()) as { word: string; ways: { score: number }[] };
      expect(said).toMatchObject({ word: 'cook', by: 'network' });
      expect(said.ways).toHaveLength(3);
      expect(said.ways[0]!.score).toBeGreaterThanOrEqual(said.ways[2]!.score);
      ways.push(said.ways);
    }
    expect(ways[0]).toEqual(ways[1]);
  });

  it.each([
    [[], 2, 'WORD'],
    [['42', '--model', 'model'], 2, '"42"'],
    [['two words', '--model', 'model'], 2, '"two words"'],
    [['cook', '--model', 'model', '--ways', '0'], 2, '--ways'],
    [['cook', '--model', 'gone'], 1, 'No model'],
    [['cook', '--network', 'gone'], 1, 'gone'],
    [['sverre', '--model', 'without'], 1, '"sverre"'],
    [['cook', '--model', 'without', '--ways', '2'], 1, 'no pronunciation network'],
  ])('answers %j with exit %i and one line about it', async (args, exitCode, part) => {
    const { code, terminal } = await run(...args);
    expect(terminal.notes.at(-1)).toMatch(/^skald: [^\n]+$/);
    expect(terminal.notes.at(-1)).toContain(part);
    expect(code).toBe(exitCode);
  });
});

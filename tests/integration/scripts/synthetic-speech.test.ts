/**
 * What synthetic speech is to say: clean sentences, normalised as everywhere else, none of those kept out. The voices
 * themselves are not run.
 * @module
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { normaliseText } from '../../../src/text/normalise';
import { scratchFolder } from '../../support/scratch-folder';

const SCRIPT = path.join(__dirname, '../../../scripts/synthetic-speech.py');
const folder = scratchFolder();

const TEXT = [
  'Could you tell the driver to wait — just for a moment, please?',
  'She didn’t say “maybe”; she said "certainly not"... twice.',
  "The dogs' well-known kennel is over there. Nobody 'listens' to them anyway!",
  'Mr. Miller paid 20 dollars for the ticket yesterday.',
  'The BBC and the iPhone were mentioned in passing again.',
  'This sentence belongs to the development recordings.',
  'The zyxqword was never found in any lexicon before.',
].join('\n');
const WORDS =
  'could you tell the driver to wait just for moment please she say maybe said certainly not twice dogs well known ' +
  "kennel is over there nobody listens them anyway didn't sentence belongs development recordings was never found in " +
  'any lexicon before astronomer violin';

function plan(seed: number, name: string): [string, string][] {
  const lexicon = WORDS.split(' ').map((word) => `${word} AH0`);
  const manifest = ['file\tseconds\tspeaker\tcorpus\ttext\tnormalised'];
  manifest.push('a.opus\t3\ts\tc\tx\tthis sentence belongs to the development recordings');
  const out = path.join(folder.path, name);
  const args = [
    ...['--text', folder.write('text.txt', TEXT)],
    ...['--lexicon', folder.write('lexicon.dict', lexicon.join('\n'))],
    ...['--exclude', folder.write('dev.tsv', `${manifest.join('\n')}\n`)],
    ...['--hours', '0.05', '--out', out, '--seed', String(seed), '--plan'],
  ];
  const { status, stderr } = spawnSync('python3', [SCRIPT, ...args], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  const lines = readFileSync(path.join(out, 'plan.tsv'), 'utf8').trim().split('\n');
  return lines.map((line) => line.split('\t') as [string, string]);
}

describe('synthetic-speech.py --plan', () => {
  it('says clean sentences, numbers and rare words, each normalised as the repository does', () => {
    const rows = plan(1, 'one');
    for (const [text, spoken] of rows) expect(spoken).toBe(normaliseText(text));
    const said = rows.map(([, spoken]) => spoken);
    expect(said).toContain('could you tell the driver to wait just for a moment please');
    expect(said).toContain("she didn't say maybe she said certainly not twice");
    expect(said).toContain('nobody listens to them anyway');
    for (const refused of ['miller', 'iphone', 'this sentence belongs', 'zyxqword']) {
      expect(said.filter((spoken) => spoken.includes(refused))).toEqual([]);
    }
    expect(said.some((spoken) => /\b(astronomer|violin)\b/.test(spoken))).toBe(true);
    expect(
      said.some((spoken) => /\b(thirty|forty|hundred|first|o'clock|point)\b/.test(spoken)),
    ).toBe(true);
  });

  it('depends on the seed alone', () => {
    expect(plan(2, 'two')).toEqual(plan(2, 'three'));
    expect(plan(2, 'two')).not.toEqual(plan(3, 'four'));
  });

  it('says in one line which file is missing', () => {
    const args = ['--text', 'nosuch.txt', '--lexicon', 'nosuch.dict', '--hours', '1'];
    const { status, stderr } = spawnSync(
      'python3',
      [SCRIPT, ...args, '--out', path.join(folder.path, 'five'), '--plan'],
      { encoding: 'utf8' },
    );
    expect(status).toBe(1);
    expect(stderr.trim().split('\n')).toEqual([
      'cannot use nosuch.dict (No such file or directory): check the path',
    ]);
  });
});

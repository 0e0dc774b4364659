/**
 * The journal gives back what it was given, to the same network only.
 * @module
 */
import { appendFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ScoreJournal } from '../../../src/cli/score-journal';
import { scratchFolder } from '../../support/scratch-folder';

const folder = scratchFolder();
const table = join(folder.path, 'table.tsv');
const fit = { phones: 3, errors: 1, heard: [4, 5], logLikelihood: -0.25 };

describe('ScoreJournal', () => {
  it('knows after a stop what it was told, but for a line that was cut off', async () => {
    const first = await ScoreJournal.open(table, 'net');
    expect(first.known.size).toBe(0);
    await first.add([{ file: '/a', fit }, { file: '/b' }]);
    await first.add([{ file: '/c', fit: { ...fit, logLikelihood: -Infinity } }]);
    appendFileSync(`${table}.journal`, '{"file":"/d","fi');
    const again = await ScoreJournal.open(table, 'net');
    expect([...again.known]).toEqual([
      ['/a', fit],
      ['/b', undefined],
      ['/c', { ...fit, logLikelihood: -Infinity }],
    ]);
    await again.close();
    expect(existsSync(`${table}.journal`)).toBe(false);
  });

  it('begins anew for another network', async () => {
    const first = await ScoreJournal.open(table, 'net');
    await first.add([{ file: '/a', fit }]);
    expect((await ScoreJournal.open(table, 'other')).known.size).toBe(0);
    expect((await ScoreJournal.open(table, 'net')).known.size).toBe(0);
  });

  it('keeps nothing without a table, and says where it cannot write', async () => {
    const none = await ScoreJournal.open(undefined, 'net');
    await none.add([{ file: '/a', fit }]);
    await none.close();
    const file = folder.write('taken', '');
    await expect(ScoreJournal.open(join(file, 'table'), 'net')).rejects.toThrow('Cannot write');
  });
});

/**
 * Writing a report.
 * @module
 */
import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeReport } from '../../../../src/training/report/write-report';
import { RunHistory } from '../../../../src/training/run-history';
import { scratchFolder } from '../../../support/scratch-folder';

const scratch = scratchFolder();
const freshFolder = (): string => mkdtempSync(path.join(scratch.path, 'run-'));

describe('writeReport()', () => {
  it('makes the folder and leaves one page in it', async () => {
    const run = freshFolder();
    new RunHistory(run).append({ step: 1, loss: 2 });
    const folder = path.join(run, 'a', 'b');
    const file = await writeReport('small', run, folder);
    expect(readdirSync(folder)).toEqual(['index.html']);
    expect(readFileSync(file, 'utf8')).toContain('<h1>small</h1>');
  });

  it('says what it could not read or write', async () => {
    const run = freshFolder();
    await expect(writeReport('x', run, run)).rejects.toThrow('No history');
    new RunHistory(run).append({ step: 1 });
    writeFileSync(path.join(run, 'file'), '');
    const wrong = writeReport('x', run, path.join(run, 'file'));
    await expect(wrong).rejects.toMatchObject({ name: 'UserError' });
  });
});

/**
 * The history of a run, written and read.
 * @module
 */
import { appendFileSync, mkdtempSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { RunHistory, parseHistory, readHistory } from '../../../src/training/run-history';
import { scratchFolder } from '../../support/scratch-folder';

const RECORD = { step: 1, epoch: 0, loss: 2.5, rate: 0.1, norm: 3, applied: true };

const scratch = scratchFolder();
const freshFolder = (): string => mkdtempSync(path.join(scratch.path, 'run-'));

describe('RunHistory', () => {
  it('append() writes what readHistory() reads, and a killed run costs its last line only', async () => {
    const folder = freshFolder();
    const history = new RunHistory(folder);
    const whole = {
      ...RECORD,
      normsByLayer: { layer0: 1 },
      normsByBlock: { 'layer0 forward': [0.1] },
      normsByTime: { 'layer0 forward': [0.1, 1] },
      activations: { layer0: { mean: 0, deviation: 0.5 } },
      development: { 'character errors': 0.2 },
      ...{ secondsOfAudio: 60, wallSeconds: 2 },
    };
    history.append(whole);
    appendFileSync(path.join(folder, 'history.jsonl'), '{"step": 2, "lo');
    expect(await readHistory(folder)).toEqual({ records: [whole], brokenLines: 1 });
  });

  it('keeps what was not finite as not a number', async () => {
    const folder = freshFolder();
    new RunHistory(folder).append({ ...RECORD, loss: Infinity, norm: NaN, applied: false });
    const { records } = await readHistory(folder);
    expect(records[0]).toMatchObject({ loss: NaN, norm: NaN, applied: false });
  });

  it('a missing history is an error that a person can mend', async () => {
    await expect(readHistory(freshFolder())).rejects.toMatchObject({ name: 'UserError' });
  });
});

describe('parseHistory()', () => {
  it('joins parts of one step, lets a resumed run replace steps, and sorts', () => {
    const lines = [
      { ...RECORD, step: 1 },
      { ...RECORD, step: 2, loss: 9 },
      { step: 2, development: { a: 0.5 } },
      { ...RECORD, step: 3 },
      { ...RECORD, step: 2, loss: 1 },
    ];
    const { records } = parseHistory(lines.map((line) => JSON.stringify(line)).join('\n'));
    expect(records.map((r) => [r.step, r.loss])).toEqual([
      [1, 2.5],
      [2, 1],
      [3, 2.5],
    ]);
    expect(records[1]!.development).toEqual({ a: 0.5 });
  });

  it.each(['5', 'null', '[]', '{}', '{"step":"1"}', '{"step":-1}', 'x'])(
    'counts %s as broken',
    (line) => {
      expect(parseHistory(`${line}\n\n`)).toEqual({ records: [], brokenLines: 1 });
    },
  );

  it('drops parts of a wrong kind', () => {
    const { records } = parseHistory(
      '{"step":1,"loss":"x","normsByLayer":[1],"normsByTime":{"a":5,"b":[1,"y"]},"activations":{"a":7}}',
    );
    expect(records[0]).toMatchObject({
      ...{ loss: NaN, normsByLayer: {}, normsByTime: { b: [1, NaN] }, activations: {} },
    });
  });
});

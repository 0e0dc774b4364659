/**
 * The log of a run.
 * @module
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { RunLog } from '../../../src/training/run-log';

describe('RunLog', () => {
  it('tells means of twenty steps, and every step that was thrown away', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'skald-log-'));
    const lines: string[] = [];
    const heard = { audioSeconds: 10, dataSeconds: 0 };
    const log = new RunLog(folder, (line) => lines.push(line));
    for (let step = 1; step <= 40; step++) {
      log.add(step, { loss: step <= 20 ? 1 : 3, norm: 2, applied: true }, 0.001, heard);
    }
    log.add(41, { loss: NaN, norm: NaN, applied: false }, 0.001, heard);
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(
      /^step 20 loss 1\.000 norm 2\.00 rate 1\.00e-3 \d+ × real time, data 0\.0 %$/,
    );
    expect(lines[1]).toMatch(/^step 40 loss 3\.000/);
    expect(lines[2]).toBe('step 41: gradient not finite, step thrown away');
    expect(readFileSync(path.join(folder, 'log.txt'), 'utf8')).toBe(`${lines.join('\n')}\n`);
    rmSync(folder, { recursive: true });
  });
});

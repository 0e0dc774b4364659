/**
 * `skald model rescoring` on a stand-in network whose phones are known.
 * @module
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { loadBundle } from '../../../src/bundle/load-bundle';
import { encodeRecurrent } from '../../../src/bundle/recurrent-file';
import { smallRecurrent } from '../language/recurrent/small-recurrent';
import { phoneModel } from './phone-model';

vi.mock('../../../src/recognizer/recognizer', async (importOriginal) => ({
  ...(await importOriginal<object>()),
  createRecognizer: vi.fn(),
}));

const model = phoneModel();
const run = (...args: string[]) => model.run('rescoring', ...args);
const TWO = ['model', '--manifest', 'two.tsv', '--heard', 'heard'];

beforeAll(() => {
  writeFileSync(join(model.folder, 'r.bin'), encodeRecurrent(smallRecurrent()));
});

describe('skald model rescoring', () => {
  it('tells the errors before and with the other half’s weights', async () => {
    const { code, terminal } = await run(...TWO, '--recurrent', 'r.bin', '--json');
    expect(code).toBe(0);
    const words = 2 * model.said.split(' ').length + 1;
    const report = JSON.parse(terminal.output()) as Record<string, unknown>;
    // One word is never said; all others are heard.
    expect(report).toMatchObject({ recordings: 2, readings: 50, oracleWer: 1 / words });
    expect(report['before']).toMatchObject({ wer: 1 / words, halves: [1 / (words / 2 + 0.5), 0] });
    expect(report['best']).toMatchObject({ weights: { recurrent: 0 } });
    expect(report['longestMs']).toBeGreaterThanOrEqual(report['medianMs'] as number);
  });

  it('puts file and weights into the model only where that is asked', async () => {
    const folder = join(model.folder, 'model');
    const before = (await loadBundle(folder)).manifest;
    await run(...TWO, '--recurrent', 'r.bin');
    expect((await loadBundle(folder)).manifest).toEqual(before);
    const { terminal } = await run(...TWO, '--recurrent', 'r.bin', '--readings', '9', '--write');
    expect(terminal.output()).toMatch(/^2 recordings, 9 readings of each/);
    const { manifest, recurrent } = await loadBundle(folder);
    expect(manifest.decoding?.rescoring).toMatchObject({ readings: 9 });
    expect(recurrent?.().spec).toEqual(smallRecurrent().spec);
    expect((await run(...TWO)).code).toBe(0);
  });

  it.each([
    [[], 2, 'DIR'],
    [['model'], 2, '--manifest'],
    [['letters', '--manifest', 'two.tsv'], 1, 'add-language'],
    [[...TWO, '--readings', '1'], 2, '--readings'],
    [[...TWO, '--recurrent', 'gone'], 1, 'gone'],
  ])('answers %j with exit %i and one line about it', async (args, exitCode, part) => {
    const { code, terminal } = await run(...args);
    expect(code).toBe(exitCode);
    expect(terminal.notes.join()).toContain(part);
  });
});

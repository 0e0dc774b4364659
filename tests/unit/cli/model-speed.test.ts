/**
 * `skald model speed` on a stand-in network: what it measures, not how fast that is.
 * @module
 */
import { describe, expect, it, vi } from 'vitest';
import { phoneModel } from './phone-model';

vi.mock('../../../src/recognizer/recognizer', async (importOriginal) => ({
  ...(await importOriginal<object>()),
  createRecognizer: vi.fn(),
}));

const model = phoneModel();
const run = (...args: string[]) => model.run('speed', ...args);
const spread = {
  median: expect.any(Number) as number,
  least: expect.any(Number) as number,
  most: expect.any(Number) as number,
};

describe('skald model speed', () => {
  it('measures loading, the decoder, and all of it', async () => {
    const { code, terminal } = await run('model', '--manifest', 'two.tsv', '--runs', '2', '--json');
    expect(code).toBe(0);
    const report = JSON.parse(terminal.output()) as {
      readonly timesRealTime: Record<'decoder' | 'whole', Record<'wall' | 'processor', number>>;
    };
    expect(report).toMatchObject({
      ...{ audioSeconds: 8, width: null },
      loadSeconds: {
        model: { wall: spread, processor: spread },
        words: { wall: spread, processor: spread },
      },
    });
    const { decoder, whole } = report.timesRealTime;
    // The decoder is a part of the whole.
    expect(decoder.wall).toBeGreaterThan(whole.wall);
    expect(whole.processor).toBeGreaterThan(0);
  });

  it('says it in words, also of a model without any', async () => {
    const { terminal } = await run('model', '--manifest', 'one.tsv', '--runs', '1');
    expect(terminal.output()).toMatch(
      /^loading the model +\d+ ms \(\d+ to \d+\); of .*\nloading its word model .*\ndecoder, width as built in /,
    );
  });

  it('goes on without a recording that cannot be read, and exits 1', async () => {
    const { code, terminal } = await run('model', '--manifest', 'broken.tsv', '--runs', '1');
    expect(code).toBe(1);
    expect(terminal.notes.join()).toContain('gone.wav');
    expect(terminal.output()).toContain('over 8 s of audio');
  });

  it.each([
    [[], 2, 'DIR'],
    [['model'], 2, '--manifest'],
    [['model', 'more', '--manifest', 'one.tsv'], 2, '"more"'],
    [['model', '--manifest', 'one.tsv', '--runs', '0'], 2, '--runs'],
    [['model', '--manifest', 'one.tsv', '--limit', 'x'], 2, '--limit'],
  ])('answers %j with exit %i and one line about it', async (args, exitCode, part) => {
    const { code, terminal } = await run(...args);
    expect(code).toBe(exitCode);
    expect(terminal.notes.join()).toContain(part);
  });
});

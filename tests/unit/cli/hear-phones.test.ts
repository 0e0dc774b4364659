/**
 * Phones of recordings, on a stand-in network.
 * @module
 */
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { hearPhones, loadWordBundle } from '../../../src/cli/hear-phones';
import { greedyDecode } from '../../../src/decoder/greedy';
import { createRecognizer } from '../../../src/recognizer/recognizer';
import { readManifest } from '../../../src/training/manifest';
import { phoneModel } from './phone-model';
import { recordingTerminal } from './recording-terminal';

vi.mock('../../../src/recognizer/recognizer', async (importOriginal) => ({
  ...(await importOriginal<object>()),
  createRecognizer: vi.fn(),
}));

const model = phoneModel();

describe('hearPhones', () => {
  it('keeps the phones of each recording, and goes on without one that is missing', async () => {
    const terminal = recordingTerminal(model.folder);
    const bundle = await loadWordBundle(join(model.folder, 'model'), 'model');
    const rows = await readManifest(join(model.folder, 'broken.tsv'));
    const { recordings, failed } = await hearPhones(terminal, bundle, rows);
    expect(failed).toBe(true);
    expect(terminal.notes).toEqual([expect.stringContaining('gone.wav')]);
    expect(recordings.map(({ speaker }) => speaker)).toEqual(['s', 't']);
    for (const { corpus, reference, pieces } of recordings) {
      expect({ corpus, reference }).toEqual({ corpus: 'c', reference: model.said });
      expect(pieces.flatMap((piece) => greedyDecode(piece).units).length).toBeGreaterThan(1);
    }
  });
});

describe('hearPhones with a file', () => {
  it('hears once', async () => {
    const bundle = await loadWordBundle(join(model.folder, 'model'), 'model');
    const rows = await readManifest(join(model.folder, 'two.tsv'));
    const hear = () => hearPhones(recordingTerminal(model.folder), bundle, rows, 'heard');
    const { recordings } = await hear();
    vi.mocked(createRecognizer).mockClear();
    expect(await hear()).toEqual({ recordings, failed: false });
    expect(createRecognizer).not.toHaveBeenCalled();
  });
});

describe('loadWordBundle', () => {
  it('refuses a model that has no words', async () => {
    const load = loadWordBundle(join(model.folder, 'letters'), 'letters');
    await expect(load).rejects.toThrow('Model letters lacks phones, a lexicon or a word model');
  });
});

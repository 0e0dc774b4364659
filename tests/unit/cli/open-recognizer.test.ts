/**
 * Which model a command opens.
 * @module
 */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { UserError } from '../../../src/base/errors';
import { loadBundle } from '../../../src/bundle/load-bundle';
import { openRecognizer } from '../../../src/cli/open-recognizer';
import { defaultModelFolder } from '../../../src/cli/package-root';
import { createRecognizer } from '../../../src/recognizer/recognizer';
import { recordingTerminal } from './recording-terminal';

vi.mock('../../../src/bundle/load-bundle', () => ({ loadBundle: vi.fn() }));
vi.mock('../../../src/recognizer/recognizer', () => ({ createRecognizer: vi.fn() }));

const BUNDLE = { folder: 'x' } as never;

beforeEach(() => {
  vi.mocked(loadBundle).mockReset().mockResolvedValue(BUNDLE);
  vi.mocked(createRecognizer).mockReset();
});

describe('openRecognizer', () => {
  it('opens the bundled model where none is named', async () => {
    await openRecognizer(recordingTerminal('/home/ada'), undefined);
    expect(loadBundle).toHaveBeenCalledWith(defaultModelFolder());
  });

  it('opens a named model from the folder of the user, with the options', async () => {
    await openRecognizer(recordingTerminal('/home/ada'), 'mine', { decoder: 'greedy' });
    expect(loadBundle).toHaveBeenCalledWith('/home/ada/mine');
    expect(createRecognizer).toHaveBeenCalledWith(BUNDLE, { decoder: 'greedy' });
  });

  it('puts other weights of the search in place of the model’s', async () => {
    const manifest = { name: 'm', decoding: { alpha: 1, width: 9 } };
    vi.mocked(loadBundle).mockResolvedValue({ folder: 'x', manifest } as never);
    await openRecognizer(recordingTerminal(), 'x', {}, { alpha: 0 });
    const opened = vi.mocked(createRecognizer).mock.calls[0]?.[0];
    expect(opened?.manifest).toEqual({ name: 'm', decoding: { alpha: 0, width: 9 } });
    expect(manifest.decoding.alpha).toBe(1);
  });

  it('passes on what is wrong with a model', async () => {
    vi.mocked(loadBundle).mockRejectedValue(
      new UserError('No model in x', 'give --model a folder'),
    );
    await expect(openRecognizer(recordingTerminal(), 'x')).rejects.toThrow('No model');
    expect(createRecognizer).not.toHaveBeenCalled();
  });
});

/**
 * Arguments and answers of `skald model`.
 * @module
 */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { UserError } from '../../../src/base/errors';
import { loadBundle, verifyBundle } from '../../../src/bundle/load-bundle';
import { model } from '../../../src/cli/model';
import { recordingTerminal } from './recording-terminal';
import { expectRefusal } from './refusal';

vi.mock('../../../src/bundle/load-bundle', () => ({ loadBundle: vi.fn(), verifyBundle: vi.fn() }));

beforeEach(() => {
  vi.mocked(loadBundle).mockReset();
  vi.mocked(verifyBundle).mockReset();
});

describe('skald model', () => {
  it.each([
    [[], 'info, verify'],
    [['paint', 'd'], '"paint"'],
    [['info'], 'DIR'],
    [['verify', 'd', 'e'], '"e"'],
  ])('refuses %j with exit 2', (args, part) => expectRefusal(model, args, part));

  it('prints the manifest as JSON', async () => {
    const manifest = { name: 'english', units: ['a'] };
    vi.mocked(loadBundle).mockResolvedValue({ manifest } as never);
    const terminal = recordingTerminal('/home/ada');
    expect(await model.run(['info', 'm'], terminal)).toBe(0);
    expect(vi.mocked(loadBundle)).toHaveBeenCalledWith('/home/ada/m');
    expect(JSON.parse(terminal.output())).toEqual(manifest);
  });

  it('says that a model is whole, or passes on what is wrong', async () => {
    const terminal = recordingTerminal('/home/ada');
    expect(await model.run(['verify', 'm'], terminal)).toBe(0);
    expect(terminal.output()).toContain('m: ');
    vi.mocked(verifyBundle).mockRejectedValue(new UserError('m is damaged', 'get it again'));
    await expect(model.run(['verify', 'm'], terminal)).rejects.toThrow('damaged');
  });
});

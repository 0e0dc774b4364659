/**
 * The peer: what it answers, and where it is missing the benchmark goes on without it.
 * @module
 */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { PytorchPeer } from '../../../src/benchmark/pytorch';
import { writePeerScript } from '../../support/peer-script';
import { scratchFolder } from '../../support/scratch-folder';

const OPTIONS = { script: '/nowhere/pytorch.py', batches: [1], compileSeconds: 0 };
const folder = scratchFolder();
afterEach(() => vi.unstubAllEnvs());

describe('PytorchPeer', () => {
  it.each(['/nowhere/python3', '/bin/false'])('start() gives nothing with %s', async (python) => {
    vi.stubEnv('SKALD_PYTHON', python);
    expect(await PytorchPeer.start('lstm', OPTIONS)).toBeUndefined();
  });

  it('prepare(), contestant() and values() ask the process', async () => {
    vi.stubEnv('SKALD_PYTHON', writePeerScript(folder));
    const peer = await PytorchPeer.start('gru', OPTIONS);
    expect(peer?.version).toBe('0.0-test');
    const task = { kind: 'forward', batch: 1, variant: 'f32' } as const;
    expect(await peer!.prepare(task)).toBeUndefined();
    expect(await peer!.prepare({ ...task, variant: 'compiled' })).toBe('no compiler');
    expect(await peer!.contestant(task).run()).toBe(0.5);
    expect(Array.from(await peer!.values(task))).toEqual([1, -2]);
    await peer!.close();
  });

  it('says why the process ended', async () => {
    vi.stubEnv('SKALD_PYTHON', writePeerScript(folder));
    vi.stubEnv('PEER_FAILURE', 'No module named numpy');
    const peer = await PytorchPeer.start('gru', OPTIONS);
    const task = { kind: 'forward', batch: 1, variant: 'f32' } as const;
    await expect(peer!.prepare(task)).rejects.toThrow(
      "PyTorch's process ended at prepare of f32: No module named numpy",
    );
    await peer!.close();
  });
});

/**
 * Rows of the table, and that a peer with other values is noticed.
 * @module
 */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { TOLERANCE, entryOf, measureCell } from '../../../src/benchmark/engine-figures';
import { PytorchPeer } from '../../../src/benchmark/pytorch';
import { spreadOf } from '../../../src/benchmark/spread';
import { writePeerScript } from '../../support/peer-script';
import { scratchFolder } from '../../support/scratch-folder';

const folder = scratchFolder();
afterEach(() => vi.unstubAllEnvs());

describe('entryOf()', () => {
  it('compares like with like: 32 bits, and bfloat16 with the faster of the two of the peer', () => {
    const at = (speed: number) => spreadOf([speed]);
    const entry = entryOf(
      { ours: at(300), oursBf16: at(400), f32: at(200), autocast: at(320), bfloat16: at(100) },
      { compiled: 'no compiler' },
    );
    expect(entry).toMatchObject({ ours: 300, pytorch: 200, ratio: 1.5, ratioBf16: 1.25 });
    expect(entry).toMatchObject({ pytorchCompiled: null, reference: null });
    expect(entry.unavailable.compiled).toBe('no compiler');
  });

  it('gives no ratio without a peer', () => {
    const entry = entryOf({ ours: spreadOf([1]), oursBf16: spreadOf([1]) }, {});
    expect([entry.ratio, entry.ratioBf16]).toEqual([null, null]);
  });
});

describe('measureCell()', () => {
  it('tells how far the values of the peer are from ours', async () => {
    vi.stubEnv('SKALD_PYTHON', writePeerScript(folder));
    const options = { script: '', batches: [1], compileSeconds: 0 };
    const peer = await PytorchPeer.start('simple-rnn', options);
    const measured = { runs: 1, kinds: [], batches: [], variants: [], say: () => undefined };
    const { differences, peer: version } = await measureCell('simple-rnn', peer, measured);
    await peer!.close();
    expect(version).toBe('0.0-test');
    expect(differences.f32).toBe(Infinity);
    expect(differences.oursBf16).toBeLessThan(TOLERANCE.bfloat16);
  });
});

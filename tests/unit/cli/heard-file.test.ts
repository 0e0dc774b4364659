/**
 * Phones in a file.
 * @module
 */
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  heardStamp,
  readHeard,
  writeHeard,
  type HeardRecording,
} from '../../../src/cli/heard-file';
import type { ManifestRow } from '../../../src/training/manifest';
import { surePosteriors } from '../../support/posteriors';
import { inFolder } from '../language/tiny-model';

const ROWS = ['a', 'b', 'c'].map((file) => ({
  ...{ file, seconds: 1, speaker: `${file}-speaker`, corpus: 'x', text: file, normalised: file },
})) as unknown as ManifestRow[];
const HEARD: HeardRecording[] = [0, 2].map((row) => ({
  speaker: ROWS[row]!.speaker,
  corpus: 'x',
  reference: ROWS[row]!.normalised,
  pieces: [surePosteriors([1, 39], 40), surePosteriors([row], 40)],
}));
const model = (weights: string, stretch = 0): Parameters<typeof heardStamp>[0] => ({
  checksums: { 'acoustic.safetensors': weights },
  decoding: { stretch },
});
const STAMP = heardStamp(model('weights'), ROWS);

describe('heard files', () => {
  it('give back what was heard, of the same network and recordings only', async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'heard');
      expect(await readHeard(file, STAMP, ROWS)).toBeUndefined();
      await writeHeard(file, STAMP, HEARD, [0, 2]);
      expect(await readHeard(file, STAMP, ROWS)).toEqual(HEARD);
      for (const other of [
        heardStamp(model('others'), ROWS),
        heardStamp(model('weights', 0.1), ROWS),
        heardStamp(model('weights'), ROWS.slice(1)),
      ]) {
        expect(await readHeard(file, other, ROWS)).toBeUndefined();
      }
      expect(existsSync(file)).toBe(true);
    });
  });

  it('are heard again when they are damaged', async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'heard');
      await writeHeard(file, STAMP, HEARD, [0, 2]);
      appendFileSync(file, Buffer.alloc(4));
      expect(await readHeard(file, STAMP, ROWS)).toBeUndefined();
      writeFileSync(file, 'something else');
      expect(await readHeard(file, STAMP, ROWS)).toBeUndefined();
      await expect(writeHeard(join(folder, 'no', 'f'), STAMP, HEARD, [])).rejects.toThrow(
        'cannot write',
      );
    });
  });
});

/**
 * Tests of scripts/setup/stamps.mjs.
 * @module
 */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readStamp, writeStamp } from '../../../../scripts/setup/stamps.mjs';

const freshFile = (): string =>
  join(mkdtempSync(join(tmpdir(), 'skald-stamps-')), 'deep', 'stamps.json');

describe('readStamp', () => {
  it('gives back what was written under the same key', () => {
    const file = freshFile();
    writeStamp('a', { key: 'k', found: 1 }, file);
    writeStamp('b', { key: 'k' }, file);
    expect(readStamp('a', 'k', file)).toEqual({ key: 'k', found: 1 });
  });

  it('forgets what was found out about something else', () => {
    const file = freshFile();
    writeStamp('a', { key: 'old' }, file);
    expect(readStamp('a', 'new', file)).toBeUndefined();
  });

  it('knows nothing where the file is absent or half written', () => {
    const file = freshFile();
    expect(readStamp('a', 'k', file)).toBeUndefined();
    writeStamp('a', { key: 'k' }, file);
    writeFileSync(file, '{"a": {"ke');
    expect(readStamp('a', 'k', file)).toBeUndefined();
  });
});

/**
 * Tests of scripts/setup/download.mjs, against a server of our own.
 * @module
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { download } from '../../../../scripts/setup/download.mjs';

const BYTES = Buffer.from('a library that takes a while to arrive');
const SHA256 = createHash('sha256').update(BYTES).digest('hex');

let server: Server;
let url: string;
/** The `range` header of each request. */
let asked: (string | undefined)[];
let file: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.headers.range);
    if (request.url === '/absent') {
      response.writeHead(404).end();
      return;
    }
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    if (from >= BYTES.length) response.writeHead(416).end();
    else response.writeHead(from > 0 ? 206 : 200).end(BYTES.subarray(from));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/library`;
});

afterAll(() => {
  server.close();
});

beforeEach(() => {
  asked = [];
  file = join(mkdtempSync(join(tmpdir(), 'skald-download-')), 'folder', 'library');
});

describe('download', () => {
  it('leaves the whole file and nothing beside it', async () => {
    await download(url, file, SHA256);
    expect(readFileSync(file)).toEqual(BYTES);
    expect(existsSync(`${file}.partial`)).toBe(false);
  });

  it('fetches nothing twice', async () => {
    await download(url, file, SHA256);
    await download(url, file, SHA256);
    expect(asked).toHaveLength(1);
  });

  it('goes on where it was interrupted', async () => {
    await download(url, file, SHA256);
    const other = join(file, '..', 'other');
    writeFileSync(`${other}.partial`, BYTES.subarray(0, 10));
    await download(url, other, SHA256);
    expect(asked.at(-1)).toBe('bytes=10-');
    expect(readFileSync(other)).toEqual(BYTES);
  });

  it('finishes what was complete but not yet renamed', async () => {
    await download(url, file, SHA256);
    const other = join(file, '..', 'other');
    writeFileSync(`${other}.partial`, BYTES);
    await download(url, other, SHA256);
    expect(readFileSync(other)).toEqual(BYTES);
  });

  it('keeps nothing of other bytes than the expected ones', async () => {
    await expect(download(url, file, SHA256.replace(/^./, 'x'))).rejects.toThrow(/checksum/);
    expect(existsSync(file)).toBe(false);
    expect(existsSync(`${file}.partial`)).toBe(false);
  });

  it('says which address refused', async () => {
    const absent = new URL('/absent', url).href;
    await expect(download(absent, file, SHA256)).rejects.toThrow(`${absent} answered 404`);
  });
});

/**
 * Tests of scripts/setup/reach.mjs, against servers of our own.
 * @module
 */
import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { isReachable } from '../../../../scripts/setup/reach.mjs';

const PATIENCE_MS = 200;
let server: Server | undefined;

async function serve(answer: string | undefined): Promise<string> {
  const made = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    if (answer !== undefined) socket.end(answer);
  });
  server = made;
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(made.address() as AddressInfo).port}/`;
}

afterEach(() => server?.close());

describe('isReachable', () => {
  it('takes any answer for a sign of life, also an error page', async () => {
    const url = await serve('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n');
    expect(await isReachable(url)).toBe(true);
  });

  it('gives up on a host that takes the connection and keeps silent', async () => {
    const url = await serve(undefined);
    const start = Date.now();
    expect(await isReachable(url, PATIENCE_MS)).toBe(false);
    expect(Date.now() - start).toBeLessThan(PATIENCE_MS * 10);
  });

  it('is false for a port where nobody listens', async () => {
    const url = await serve(undefined);
    await new Promise((resolve) => server?.close(resolve));
    expect(await isReachable(url)).toBe(false);
  });

  it('is false for something that does not speak HTTP', async () => {
    expect(await isReachable(await serve('220 mail.example ESMTP\r\n'))).toBe(false);
  });
});

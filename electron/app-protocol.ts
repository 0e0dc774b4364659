/**
 * Serves the window's own files under `skald://app/`, so that no page is ever loaded from `file://`.
 * Only the files listed here exist; a path from the outside is never turned into a path on the disk.
 * @module
 */
import { protocol, type Session } from 'electron';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const SCHEME = 'skald';

/** Nothing but the window's own script, style and images; no connection at all, no markup from strings. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** Everything that can be asked for, with its type. */
const FILES: ReadonlyMap<string, string> = new Map([
  ['/index.html', 'text/html; charset=utf-8'],
  ['/main.js', 'text/javascript; charset=utf-8'],
  ['/style.css', 'text/css; charset=utf-8'],
]);

/** Makes `skald:` a scheme with an origin of its own. Has to run before the app is ready. */
export function setupScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true } },
  ]);
}

/** Answers requests of `session` from `folder`, where the built window lies. */
export function setupAppProtocol(session: Session, folder: string): void {
  session.protocol.handle(SCHEME, (request) => answer(new URL(request.url), folder));
}

async function answer(url: URL, folder: string): Promise<Response> {
  const type = url.host === 'app' ? FILES.get(url.pathname) : undefined;
  if (type === undefined) return new Response(null, { status: 404 });
  const body = await readFile(join(folder, url.pathname.slice(1)));
  return new Response(body, {
    headers: {
      'content-type': type,
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'cache-control': 'no-store',
    },
  });
}

/**
 * Whether a host answers, found out in seconds: many machines reach package registries only.
 * @module
 */
import { get as httpGet, request } from 'node:http';
import { get as httpsGet } from 'node:https';

/** Long enough for a slow line, short enough that nobody wonders. */
const PATIENCE_MS = 2500;

/**
 * Any answer counts, also an error page: what matters is that the host is there.
 * @param {string} url
 * @param {number} patienceMs
 * @returns {Promise<boolean>} Never rejects.
 */
export function isReachable(url, patienceMs = PATIENCE_MS) {
  const proxy = proxyFor(url);
  return new Promise((resolve) => {
    const target = new URL(url);
    const host = `${target.hostname}:${target.port || 443}`;
    const pending = proxy
      ? request({ host: proxy.hostname, port: proxy.port, method: 'CONNECT', path: host }).end()
      : (target.protocol === 'http:' ? httpGet : httpsGet)(target, { method: 'HEAD' });
    /** @param {boolean} answer */
    const settle = (answer) => {
      clearTimeout(timer);
      resolve(answer);
      pending.destroy();
    };
    // A socket time-out would not cover name resolution.
    const timer = setTimeout(() => settle(false), patienceMs);
    pending.on('connect', (response) => settle(response.statusCode === 200));
    pending.on('response', () => settle(true));
    pending.on('error', () => settle(false));
  });
}

/**
 * @param {string} url
 * @returns {URL | undefined}
 */
function proxyFor(url) {
  if (!url.startsWith('https:')) return undefined;
  const value = process.env.HTTPS_PROXY || process.env.https_proxy;
  return value ? new URL(value) : undefined;
}

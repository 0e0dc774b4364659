/**
 * What the page may not do, tried from within the page of the running app.
 * @module
 */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WEB_PREFERENCES } from '../../electron/security';
import { type LaunchedApp, launchApp, ROOT } from './launched-app';

let launched: LaunchedApp;

beforeAll(async () => {
  launched = await launchApp();
  await launched.app.evaluate(({ session }) => {
    const seen: string[] = [];
    Object.assign(globalThis, { seen });
    session.defaultSession.webRequest.onCompleted(({ url }) => void seen.push(url));
  });
});
afterAll(async () => {
  await launched.close();
});

describe('window', () => {
  it('runs sandboxed, isolated and without Node', async () => {
    const used = await launched.app.evaluate(({ BrowserWindow }) => {
      const window = BrowserWindow.getAllWindows()[0];
      // The method exists in every version, but not in the types.
      const contents = window?.webContents as unknown as { getLastWebPreferences(): object };
      return contents.getLastWebPreferences();
    });
    const reported = Object.entries(WEB_PREFERENCES).filter(([name]) => name in used);
    expect(used).toMatchObject(Object.fromEntries(reported));
    expect(reported.map(([name]) => name)).toEqual(
      expect.arrayContaining(['sandbox', 'contextIsolation', 'nodeIntegration', 'webSecurity']),
    );
    const reach = await launched.page.evaluate(() => ({
      node: ['require', 'process', 'module', 'Buffer', 'global'].filter((name) => name in window),
      bridge: Object.keys(window.skald).sort(),
    }));
    expect(reach).toEqual({ node: [], bridge: ['onEvent', 'request'] });
  });

  it('is served under its own scheme with a policy that allows nothing but its own files', async () => {
    expect(launched.page.url()).toBe('skald://app/index.html');
    const answer = await launched.app.evaluate(async ({ net }) => {
      const response = await net.fetch('skald://app/index.html');
      return Object.fromEntries(response.headers.entries());
    });
    const policy = answer['content-security-policy']?.split('; ');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("style-src 'self'");
    expect(policy).toContain("connect-src 'none'");
    expect(answer['content-security-policy']).not.toMatch(/unsafe|\*|https?:/);
    expect(answer['x-content-type-options']).toBe('nosniff');
  });

  it.each([
    'skald://app/',
    'skald://app/main.cjs',
    'skald://app/../main.cjs',
    'skald://app/%2e%2e/main.cjs',
    'skald://app/..%2fmain.cjs',
    'skald://app//etc/passwd',
    'skald://other/index.html',
  ])('serves nothing for %s', async (url) => {
    const status = await launched.app.evaluate(
      async ({ net }, asked) => (await net.fetch(asked)).status,
      url,
    );
    expect(status).toBe(404);
  });

  it('runs no script from text and parses no markup from text', async () => {
    const outcome = await launched.page.evaluate(() => {
      const tried = (action: () => void): string => {
        try {
          action();
          return 'allowed';
        } catch {
          return 'denied';
        }
      };
      return {
        markup: tried(() => {
          document.createElement('p').innerHTML = '<b>x</b>';
        }),
        code: tried(() => {
          const script = document.createElement('script');
          script.textContent = 'window.injected = true';
          document.body.append(script);
        }),
        injected: 'injected' in window,
      };
    });
    expect(outcome).toEqual({ markup: 'denied', code: 'denied', injected: false });
  });

  it('cannot go elsewhere, nor open another window', async () => {
    const { page, app } = launched;
    const opened = await page.evaluate(() => {
      location.href = 'https://example.com/';
      return window.open('https://example.com/') !== null;
    });
    expect(opened).toBe(false);
    await page.evaluate(() => {
      location.href = 'skald://app/style.css';
    });
    await page.waitForTimeout(300);
    expect(page.url()).toBe('skald://app/index.html');
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  it('is denied every permission', async () => {
    const outcome = await launched.page.evaluate(async () => {
      const refused = (action: () => Promise<unknown>): Promise<string> =>
        action().then(
          () => 'allowed',
          () => 'denied',
        );
      return {
        microphone: await refused(() => navigator.mediaDevices.getUserMedia({ audio: true })),
        clipboard: await refused(() => navigator.clipboard.readText()),
        notifications: await Notification.requestPermission(),
        position: await refused(
          () =>
            new Promise((resolve, reject) => {
              navigator.geolocation.getCurrentPosition(resolve, reject);
            }),
        ),
      };
    });
    expect(outcome).toEqual({
      microphone: 'denied',
      clipboard: 'denied',
      notifications: 'denied',
      position: 'denied',
    });
  });
});

describe('requests', () => {
  it.each([
    ['an unknown kind', { kind: 'quit' }],
    ['a bare word', 'start'],
    ['nothing', null],
    ['a surplus field', { kind: 'start', file: '/etc/passwd' }],
    ['a wrong type', { kind: 'keep-ready', on: 'yes' }],
    ['an endless name', { kind: 'choose-microphone', name: 'x'.repeat(100_000) }],
  ])('are refused with %s', async (_what, request: unknown) => {
    const reply = await launched.page.evaluate(
      (value) => window.skald.request(value as { kind: 'start' }),
      request,
    );
    expect(reply).toEqual({ kind: 'refused' });
    expect((await launched.state()).dictation.kind).toBe('idle');
  });

  it('are refused from every other page', async () => {
    const reply = await launched.app.evaluate(
      async ({ BrowserWindow }, preload) => {
        const other = new BrowserWindow({
          show: false,
          webPreferences: { sandbox: true, preload },
        });
        await other.loadURL('skald://app/style.css');
        const answer: unknown = await other.webContents.executeJavaScript(
          'window.skald.request({ kind: "snapshot" })',
        );
        other.destroy();
        return answer;
      },
      join(ROOT, 'build', 'app', 'preload.cjs'),
    );
    expect(reply).toEqual({ kind: 'refused' });
  });
});

describe('network', () => {
  it('is not reached, whatever the page tries', async () => {
    const { page, app } = launched;
    const outcome = await page.evaluate(async () => {
      const image = new Image();
      const shown = new Promise((resolve) => {
        image.onload = () => {
          resolve('loaded');
        };
        image.onerror = () => {
          resolve('blocked');
        };
      });
      image.src = 'https://example.com/pixel.png';
      return {
        image: await shown,
        fetch: await fetch('https://example.com/').then(
          () => 'answered',
          () => 'blocked',
        ),
      };
    });
    expect(outcome).toEqual({ image: 'blocked', fetch: 'blocked' });
    const main = await app.evaluate(({ net }) =>
      net.fetch('https://example.com/').then(
        () => 'answered',
        () => 'blocked',
      ),
    );
    expect(main).toBe('blocked');
    const seen = await app.evaluate(() => (globalThis as unknown as { seen: string[] }).seen);
    expect(seen.filter((url) => !url.startsWith('skald://app/'))).toEqual([]);
  });

  it('has no socket to any other machine, in any process of the app', async () => {
    const pids = await launched.app.evaluate(({ app }) =>
      app.getAppMetrics().map(({ pid }) => pid),
    );
    expect(pids.length).toBeGreaterThan(1);
    expect(pids.flatMap(foreignSockets)).toEqual([]);
  });
});

/** Remote addresses of a process's connections that leave this machine, as the kernel writes them. */
function foreignSockets(pid: number): string[] {
  const own = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [];
      } catch {
        return [];
      }
    }),
  );
  return ['tcp', 'tcp6', 'udp', 'udp6'].flatMap((table) =>
    readFileSync(`/proc/${pid}/net/${table}`, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((cells) => own.has(cells[9] ?? ''))
      .map((cells) => cells[2] ?? '')
      .filter((remote) => !/^(0+|0100007F|0+01000000|0+FFFF0000(0{8}|0100007F)):/.test(remote)),
  );
}

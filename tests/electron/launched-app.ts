/**
 * Starts the real app in the real Electron, with a profile of its own, and takes both away again.
 * @module
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright';
// Declares `window.skald`.
import '../../renderer/bridge';
import { build } from '../../scripts/build.mjs';
import { electronCommand } from '../../scripts/setup/electron.mjs';
import type { AppState } from '../../src/protocol/ipc';

/** The checkout. */
export const ROOT = join(import.meta.dirname, '..', '..');

/** Other work on the machine can hold everything up; a test that fails takes this long to say so. */
const BUSY_LIMIT_MS = 80_000;

/** A running app. */
export interface LaunchedApp {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** Folder of settings and safety copies. */
  readonly userData: string;
  /** The state as the window is told it. */
  state(): Promise<AppState>;
  /** Process id of the recogniser. */
  recognizer(): Promise<number>;
  close(): Promise<void>;
}

/** How to start. */
export interface LaunchOptions {
  /** Beside the environment of this process. */
  readonly env?: NodeJS.ProcessEnv;
  /** A profile of an earlier run; without it, a new and empty one. */
  readonly profile?: Profile;
}

/** A folder that stands for a person's settings. */
export interface Profile {
  readonly folder: string;
  remove(): void;
}

/** A new, empty profile. */
export function createProfile(): Profile {
  const folder = mkdtempSync(join(tmpdir(), 'skald-profile-'));
  return {
    folder,
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Builds what is out of date, opens the app, and waits until its window can be used. */
export async function launchApp(options: LaunchOptions = {}): Promise<LaunchedApp> {
  await build(['app']);
  const electron = electronCommand();
  if (electron === undefined) {
    throw new RangeError(
      'Cannot test the window without Electron: run `node scripts/setup.mjs --for test`',
    );
  }
  const profile = options.profile ?? createProfile();
  // Chromium refuses to run its sandbox as root.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const app = await _electron.launch({
    executablePath: electron.executable,
    args: [...sandbox, ROOT],
    env: strings({
      ...process.env,
      ...electron.env,
      XDG_CONFIG_HOME: profile.folder,
      ...options.env,
    }),
  });
  const page = await app.firstWindow();
  page.setDefaultTimeout(BUSY_LIMIT_MS);
  await page.getByRole('button', { name: /start dictation/i }).waitFor();
  return {
    app,
    page,
    userData: await app.evaluate(({ app: main }) => main.getPath('userData')),
    state: () => stateOf(page),
    recognizer: () => recognizerOf(app),
    close: async () => {
      await app.close();
      if (options.profile === undefined) profile.remove();
    },
  };
}

async function stateOf(page: Page): Promise<AppState> {
  const reply = await page.evaluate(() => window.skald.request({ kind: 'snapshot' }));
  if (reply.kind !== 'snapshot') throw new RangeError(`Cannot read the state: ${reply.kind}`);
  return reply.snapshot.state;
}

async function recognizerOf(app: ElectronApplication): Promise<number> {
  const pid = await app.evaluate(
    ({ app: main }) => main.getAppMetrics().find(({ name }) => name === 'Skald recognizer')?.pid,
  );
  if (pid === undefined) throw new RangeError('Cannot find the process of the recogniser');
  return pid;
}

/** The variables that are set: Playwright takes no others. */
function strings(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

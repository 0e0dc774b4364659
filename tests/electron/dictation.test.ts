/**
 * From a recording played into a virtual microphone to text in the window: real PvRecorder, real model, real
 * Electron. The expected words stand in the manifest of the recordings alone.
 *
 * With SKALD_SCREENSHOT=1 it also renews the pictures in docs/.
 * @module
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { editDistance } from '../../src/text/edit-distance';
import { openVirtualMicrophone, type VirtualMicrophone } from '../support/virtual-microphone';
import { createProfile, type LaunchedApp, launchApp, ROOT } from './launched-app';
import { waitingFactor } from './machine-load';
import { type SpeechFixture, speechFixtures } from './speech-fixtures';

/** What the first model must reach on the whole development set. */
const MOST_CHARACTER_ERRORS = 0.4;
/** From the onset of speech to the first partial text, on a machine that does nothing else. */
const FIRST_PARTIAL_LIMIT_MS = 1_500;
/** Twice the app and its model. */
const TWO_STARTS_LIMIT_MS = 240_000;
/** Loudness at which the meter sees speech and not the hiss before it, dBFS peak. */
const ONSET_DBFS = -35;

const RECORDINGS = speechFixtures();
let microphone: VirtualMicrophone;

beforeAll(async () => {
  microphone = await openVirtualMicrophone();
});
afterAll(async () => {
  await microphone.stop();
});

/** Waits until the model is loaded and the microphone gives sound. */
async function ready(launched: LaunchedApp): Promise<void> {
  await vi.waitFor(
    async () => {
      expect((await launched.state()).recognizer).toEqual({ kind: 'ready' });
    },
    { timeout: 100_000, interval: 100 },
  );
  await launched.page.locator('.sign', { hasText: /not recording/ }).waitFor();
}

/** Plays a recording while the app listens, then stops it and gives the final text of the window. */
async function dictate(launched: LaunchedApp, recording: SpeechFixture): Promise<string> {
  await launched.page.keyboard.press('Space');
  await microphone.play(recording.path);
  await sleep(300);
  await launched.page.keyboard.press('Space');
  await finished(launched);
  return finals(launched.page);
}

async function finished(launched: LaunchedApp): Promise<void> {
  await expect
    .poll(async () => (await launched.state()).dictation.kind, { timeout: 60_000 })
    .toBe('idle');
}

async function finals(page: Page): Promise<string> {
  return (await page.locator('.finals p').allTextContents()).join(' ');
}

/** Asserts that `text` is what was said, as well as the first model can hear it. */
function expectWords(text: string, { words }: SpeechFixture): void {
  const heard = text.toLowerCase();
  expect(editDistance(heard, words) / words.length).toBeLessThanOrEqual(MOST_CHARACTER_ERRORS);
  expect(heard.split(' ').filter((word) => words.split(' ').includes(word))).not.toEqual([]);
}

/** When speech began, and when the first partial text stood in the window, on the window's own clock. */
function watchFirstPartial(page: Page): Promise<{ onset: number; partial: number }> {
  return page.evaluate(
    (loud) =>
      new Promise((resolve) => {
        let onset = 0;
        const end = window.skald.onEvent((event) => {
          if (event.kind === 'level' && event.peak > loud && onset === 0) onset = performance.now();
          if (event.kind !== 'partial' || event.partial === null || onset === 0) return;
          end();
          requestAnimationFrame(() => {
            resolve({ onset, partial: performance.now() });
          });
        });
      }),
    ONSET_DBFS,
  );
}

describe('dictation', () => {
  let launched: LaunchedApp;
  const recordings = (): string => join(launched.userData, 'recordings');

  beforeAll(async () => {
    launched = await launchApp();
    await ready(launched);
  });
  afterAll(async () => {
    await launched.close();
  });

  it('shows text while a person speaks, and its final form when they stop', async () => {
    const { page } = launched;
    const recording = RECORDINGS[0]!;
    await page.keyboard.press('Space');
    const first = watchFirstPartial(page);
    const playing = microphone.play(recording.path);
    const { onset, partial } = await first;
    expect(await page.locator('.partial').isVisible()).toBe(true);
    await playing;
    await sleep(300);
    await page.keyboard.press('Space');
    await finished(launched);
    const text = await finals(page);
    process.stdout.write(
      `first partial ${Math.round(partial - onset)} ms after the onset of speech, ` +
        `others load this machine ${waitingFactor().toFixed(1)} times\n` +
        `said:  ${recording.words}\nheard: ${text}\n`,
    );
    expectWords(text, recording);
    expect(await page.locator('.partial').isVisible()).toBe(false);
    expect(partial - onset).toBeLessThanOrEqual(FIRST_PARTIAL_LIMIT_MS * waitingFactor());
  });

  it('copies, clears and brings back the text', async () => {
    const { page, app } = launched;
    const text = (await page.locator('.finals p').allTextContents()).join('\n');
    expect(text).not.toBe('');
    await page.getByRole('button', { name: 'Copy text' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await app.evaluate(({ clipboard }) => clipboard.readText())).toBe(text);
    await page.getByRole('button', { name: 'Clear' }).click();
    expect(await finals(page)).toBe('');
    expect(await page.getByRole('button', { name: /copy|copied/i }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Bring back' }).click();
    await expect.poll(() => finals(page)).toBe(text.replace(/\n/g, ' '));
  });

  it('keeps the text when the page is loaded again', async () => {
    const { page } = launched;
    const text = await finals(page);
    await page.reload();
    await expect.poll(() => finals(page)).toBe(text);
  });

  it('tells screen readers finals only', async () => {
    const { page } = launched;
    expect(await page.locator('.finals').getAttribute('aria-live')).toBe('polite');
    expect(await page.locator('.finals').getAttribute('role')).toBe('log');
    expect(await page.locator('.partial').getAttribute('aria-live')).toBe('off');
  });

  it('keeps a copy on the disk only while it listens', async () => {
    const { page } = launched;
    expect(existsSync(recordings()) ? readdirSync(recordings()) : []).toEqual([]);
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => readdirSync(recordings()).length).toBe(1);
    await page.keyboard.press('Control+Enter');
    await finished(launched);
    await expect.poll(() => readdirSync(recordings())).toEqual([]);
  });

  it('loses nothing when the recogniser dies in the middle', async () => {
    const { page } = launched;
    const recording = RECORDINGS[1]!;
    await page.getByRole('button', { name: 'Clear' }).click();
    const before = await launched.recognizer();
    await page.keyboard.press('Space');
    const playing = microphone.play(recording.path);
    await sleep(recording.seconds * 500);
    process.kill(before, 'SIGKILL');
    await playing;
    await sleep(300);
    await page.keyboard.press('Space');
    await finished(launched);
    expect(await launched.recognizer()).not.toBe(before);
    expectWords(await finals(page), recording);
  });

  it('can start again at once, while the last dictation is still being finished', async () => {
    const { page } = launched;
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.keyboard.press('Space');
    await microphone.play(RECORDINGS[2]!.path);
    await page.keyboard.press('Space');
    const text = await dictate(launched, RECORDINGS[0]!);
    expectWords(text, {
      ...RECORDINGS[0]!,
      words: `${RECORDINGS[2]!.words} ${RECORDINGS[0]!.words}`,
    });
  });
});

describe('dictation that was cut short', () => {
  it(
    'is offered at the next start, and written down',
    async () => {
      const profile = createProfile();
      const first = await launchApp({ profile });
      await ready(first);
      const recording = RECORDINGS[2]!;
      await first.page.keyboard.press('Space');
      await microphone.play(recording.path);
      await sleep(300);
      const gone = new Promise((resolve) => first.app.process().once('exit', resolve));
      first.app.process().kill('SIGKILL');
      await gone;
      const second = await launchApp({ profile });
      await second.page.getByText(/a dictation of 0:0\d was interrupted/i).waitFor();
      await second.page.getByRole('button', { name: 'Write it down' }).click();
      await expect.poll(() => finals(second.page), { timeout: 60_000 }).not.toBe('');
      await finished(second);
      expectWords(await finals(second.page), recording);
      await expect.poll(() => readdirSync(join(second.userData, 'recordings'))).toEqual([]);
      await second.close();
      profile.remove();
    },
    TWO_STARTS_LIMIT_MS,
  );
});

if (process.env['SKALD_SCREENSHOT'] !== undefined) {
  it(
    'takes the pictures of the read-me',
    async () => {
      const launched = await launchApp();
      const { page } = launched;
      await ready(launched);
      await page.keyboard.press('Space');
      await microphone.play(RECORDINGS[0]!.path);
      await page.locator('.finals p').waitFor();
      const playing = microphone.play(RECORDINGS[1]!.path);
      await page.locator('.partial', { hasText: /.{24}/ }).waitFor();
      for (const [colorScheme, name] of [
        ['light', 'screenshot.png'],
        ['dark', 'screenshot-dark.png'],
      ] as const) {
        await page.emulateMedia({ colorScheme });
        await page.screenshot({ path: join(ROOT, 'docs', name) });
      }
      await playing;
      await launched.close();
    },
    TWO_STARTS_LIMIT_MS,
  );
}

/**
 * The microphone in the window, with the real PvRecorder and a virtual microphone: chosen, metered, muted, lost,
 * absent, and open only when it may be.
 * @module
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { toneWav } from '../support/tone';
import {
  MICROPHONE_NAME,
  openVirtualMicrophone,
  type VirtualMicrophone,
} from '../support/virtual-microphone';
import { createProfile, type LaunchedApp, launchApp } from './launched-app';
import { waitingFactor } from './machine-load';

let folder: string;
let tone: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'skald-tone-'));
  tone = join(folder, 'tone.wav');
  writeFileSync(tone, toneWav({ hertz: 440, seconds: 4, amplitude: 0.4 }));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The sign at the top of the window. */
function sign(page: Page, words: RegExp): Promise<void> {
  return page.locator('.sign', { hasText: words }).waitFor();
}

/** The line about what is wrong. */
function notice(page: Page, words: RegExp): Promise<void> {
  return page.getByRole('alert').filter({ hasText: words }).waitFor();
}

describe('with a microphone', () => {
  let microphone: VirtualMicrophone;
  let launched: LaunchedApp;

  beforeEach(async () => {
    microphone = await openVirtualMicrophone();
    launched = await launchApp();
  });
  afterEach(async () => {
    await launched.close();
    await microphone.stop();
  });

  it('lists it, opens the chosen one, shows the sign, and remembers the choice', async () => {
    const { page, userData } = launched;
    const select = page.getByRole('combobox', { name: 'Microphone' });
    await select.selectOption(MICROPHONE_NAME);
    await sign(page, /not recording/);
    expect((await launched.state()).capture).toMatchObject({
      kind: 'open',
      device: MICROPHONE_NAME,
    });
    const settings: unknown = JSON.parse(readFileSync(join(userData, 'settings.json'), 'utf8'));
    expect(settings).toMatchObject({ microphone: MICROPHONE_NAME });
  });

  it('moves the meter at least 15 times a second, and high when it is loud', async () => {
    const { page } = launched;
    await sign(page, /not recording/);
    const stop = microphone.startPlaying(tone);
    await page.waitForTimeout(1_000);
    const peaks = await page.evaluate(
      () =>
        new Promise<number[]>((resolve) => {
          const heard: number[] = [];
          const end = window.skald.onEvent((event) => {
            if (event.kind === 'level') heard.push(event.peak);
          });
          setTimeout(() => {
            end();
            resolve(heard);
          }, 2_000);
        }),
    );
    stop();
    // 15 a second for 2 s; frames come in bursts where others use the machine.
    expect(peaks.length).toBeGreaterThan(30 / waitingFactor());
    expect(peaks.length).toBeLessThan(90);
    expect(Math.max(...peaks)).toBeGreaterThan(-12);
    const meter = page.getByRole('meter');
    expect(Number(await meter.getAttribute('aria-valuenow'))).toBeGreaterThan(50);
  });

  it('is closed while the window is hidden, unless it is dictated into', async () => {
    const { page, app } = launched;
    const show = (shown: boolean): Promise<void> =>
      app.evaluate(({ BrowserWindow }, wanted) => {
        const window = BrowserWindow.getAllWindows()[0];
        if (wanted) window?.show();
        else window?.hide();
      }, shown);
    await sign(page, /not recording/);
    await show(false);
    await expect.poll(async () => (await launched.state()).capture.kind).toBe('closed');
    await show(true);
    await sign(page, /not recording/);
    await page.keyboard.press('Space');
    await sign(page, /^Listening$/);
    await show(false);
    await page.waitForTimeout(500);
    expect((await launched.state()).capture.kind).toBe('open');
  });

  it('is open only while dictating when it is not to be kept ready', async () => {
    const { page } = launched;
    await sign(page, /not recording/);
    await page.getByLabel('Options').click();
    await page.getByRole('checkbox', { name: 'Keep the microphone ready' }).uncheck();
    await sign(page, /^Microphone off$/);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+Enter');
    await sign(page, /^Listening$/);
    await page.keyboard.press('Control+Enter');
    await sign(page, /^Microphone off$/);
  });

  it('says when it gives no sound, and what to do', async () => {
    await sign(launched.page, /not recording/);
    await microphone.mute(true);
    await notice(launched.page, /no sound comes from .* check that it is not muted/i);
    const stop = microphone.startPlaying(tone);
    await microphone.mute(false);
    await launched.page.getByRole('alert').waitFor({ state: 'hidden' });
    stop();
  });

  it('says when it is lost in the middle of a dictation, and the dictation can be stopped', async () => {
    const { page } = launched;
    await sign(page, /not recording/);
    await page.keyboard.press('Space');
    await sign(page, /^Listening$/);
    await microphone.stop();
    await notice(page, /does not answer any more|no microphone found/i);
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: /start dictation/i }).waitFor();
  });
});

describe('without a microphone', () => {
  it('says so, and that one can be connected', async () => {
    const nothing = { PULSE_SERVER: 'unix:/nonexistent', ALSA_CONFIG_PATH: '/dev/null' };
    const launched = await launchApp({ env: nothing });
    await notice(launched.page, /no microphone found. connect one/i);
    await sign(launched.page, /^Microphone off$/);
    await launched.close();
  });
});

describe('with a choice that is not connected', () => {
  it('uses the default one and says so; broken settings do no harm', async () => {
    const microphone = await openVirtualMicrophone();
    const profile = createProfile();
    const first = await launchApp({ profile });
    const settings = join(first.userData, 'settings.json');
    await first.close();
    writeFileSync(settings, '{"microphone": "Headset of yesterday", "keepReady": "perhaps"}');
    const launched = await launchApp({ profile });
    await notice(launched.page, /“Headset of yesterday” is not connected, so “.+” listens/);
    const select = launched.page.getByRole('combobox', { name: 'Microphone' });
    expect(await select.locator('option:checked').textContent()).toContain('not connected');
    await launched.close();
    profile.remove();
    await microphone.stop();
  });
});

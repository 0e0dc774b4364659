/**
 * The app's microphone with the real PvRecorder and a virtual microphone: open when it may be, with what was said
 * just before, and moved to another device at once.
 * @module
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { Capture } from '../../../electron/capture';
import { DEFAULT_SETTINGS } from '../../../electron/settings';
import { build } from '../../../scripts/build.mjs';
import { levelOf } from '../../../src/audio/level';
import type { CaptureState } from '../../../src/protocol/ipc';
import { toneWav } from '../../support/tone';
import {
  MICROPHONE_NAME,
  openVirtualMicrophone,
  type VirtualMicrophone,
} from '../../support/virtual-microphone';

const SLOW = { timeout: 20_000, interval: 50 };

let microphone: VirtualMicrophone;
let folder: string;
let tone: string;
let capture: Capture;
let states: CaptureState[];
let frames: Int16Array[];
let levels: number;
let names: readonly string[];

beforeAll(async () => {
  // The recording thread is a script of its own.
  await build(['app']);
  microphone = await openVirtualMicrophone();
  folder = mkdtempSync(join(tmpdir(), 'skald-capture-'));
  tone = join(folder, 'tone.wav');
  writeFileSync(tone, toneWav({ hertz: 440, seconds: 6, amplitude: 0.5 }));
});
afterAll(async () => {
  await microphone.stop();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  states = [];
  frames = [];
  levels = 0;
  names = [];
  capture = new Capture(DEFAULT_SETTINGS, {
    onFrame: (samples) => frames.push(samples),
    onLevel: () => (levels += 1),
    onState: (state) => states.push(state),
    onMicrophones: (found) => (names = found),
  });
});
afterEach(async () => {
  await capture.shut();
});

async function opened(): Promise<void> {
  await vi.waitFor(() => {
    expect(states.at(-1)?.kind).toBe('open');
  }, SLOW);
}

describe('Capture', () => {
  it('is closed until a person can see the window, and closed again afterwards', async () => {
    expect(states).toEqual([]);
    capture.setVisible(true);
    await opened();
    expect(states[0]).toEqual({ kind: 'opening' });
    expect(names).toContain(MICROPHONE_NAME);
    capture.setVisible(false);
    expect(states.at(-1)).toEqual({ kind: 'closed' });
    expect(await capture.shut()).toBe(true);
  });

  it('gives levels but no samples while nobody dictates, and keeps the pre-roll only', async () => {
    capture.setVisible(true);
    await opened();
    const stop = microphone.startPlaying(tone);
    await vi.waitFor(() => {
      expect(levels).toBeGreaterThan(60);
    }, SLOW);
    stop();
    expect(frames).toEqual([]);
    const preRoll = capture.takePreRoll();
    expect(preRoll).toHaveLength((DEFAULT_SETTINGS.preRollMs * 16_000) / 1_000);
    expect(levelOf(preRoll).peak).toBeGreaterThan(-12);
    expect(capture.takePreRoll().length).toBeLessThan(preRoll.length);
  });

  it('gives samples while somebody dictates, also when the window cannot be seen', async () => {
    capture.setListening(true);
    await opened();
    await vi.waitFor(() => {
      expect(frames.length).toBeGreaterThan(10);
    }, SLOW);
    expect(frames[0]).toHaveLength(512);
    expect(levels).toBe(0);
    capture.setListening(false);
    expect(states.at(-1)).toEqual({ kind: 'closed' });
  });

  it('stays closed in a visible window when it is not to be kept ready', () => {
    capture.apply({ ...DEFAULT_SETTINGS, keepReady: false });
    capture.setVisible(true);
    expect(states).toEqual([]);
  });

  it('moves to the chosen microphone, and to the default one where that is not connected', async () => {
    capture.setVisible(true);
    await opened();
    capture.apply({ ...DEFAULT_SETTINGS, microphone: MICROPHONE_NAME });
    expect(states.at(-1)?.kind).toBe('opening');
    await opened();
    expect(states.at(-1)).toMatchObject({ device: MICROPHONE_NAME });
    capture.apply({ ...DEFAULT_SETTINGS, microphone: 'Headset of yesterday' });
    await opened();
    expect(states.at(-1)).toMatchObject({ device: MICROPHONE_NAME });
  });
});

/**
 * The microphone on a virtual sound card: frames, choice of device, loss and silence.
 * @module
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  listMicrophones,
  openMicrophone,
  type MicrophoneSession,
  type MicrophoneStatus,
} from '../../../src/audio/microphone';
import { UserError } from '../../../src/base/errors';
import { buildMicrophoneWorker, type BuiltWorker } from '../../support/microphone-worker';
import {
  MICROPHONE_NAME,
  openVirtualMicrophone,
  type VirtualMicrophone,
} from '../../support/virtual-microphone';
import { toneWav } from '../../support/tone';

const TONE_HZ = 1_000;

let worker: BuiltWorker;
let folder: string;
let tone: string;
let microphone: VirtualMicrophone;
let session: MicrophoneSession | undefined;

beforeAll(async () => {
  worker = await buildMicrophoneWorker();
  folder = mkdtempSync(join(tmpdir(), 'skald-tone-'));
  tone = join(folder, 'tone.wav');
  writeFileSync(tone, toneWav({ hertz: TONE_HZ, seconds: 20, amplitude: 0.5 }));
});

afterAll(() => {
  worker.remove();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  microphone = await openVirtualMicrophone();
});

afterEach(async () => {
  await session?.close();
  session = undefined;
  await microphone.stop();
});

/** Opens the microphone and collects what it gives. */
function record(device?: string): { statuses: MicrophoneStatus[]; frames: Int16Array[] } {
  const heard = { statuses: [] as MicrophoneStatus[], frames: [] as Int16Array[] };
  session = openMicrophone({
    ...(device === undefined ? {} : { device }),
    workerScript: worker.script,
    onFrame: (samples) => heard.frames.push(samples),
    onStatus: (status) => heard.statuses.push(status),
  });
  return heard;
}

/** Waits until `happened`, or fails. */
async function until(what: string, happened: () => boolean, seconds = 15): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (!happened()) {
    if (Date.now() > deadline) expect.fail(`not within ${seconds} s: ${what}`);
    await sleep(20);
  }
}

const isLoud = (frame: Int16Array): boolean => frame.some((sample) => Math.abs(sample) > 8_000);
const kindsOf = (statuses: readonly MicrophoneStatus[]): string[] => statuses.map((s) => s.kind);

/** How often the sign changes upwards, per second. */
function frequencyOf(frames: readonly Int16Array[]): number {
  const samples = frames.flatMap((frame) => [...frame]);
  const rises = samples.filter((value, i) => i > 0 && value >= 0 && samples[i - 1]! < 0).length;
  return (rises * 16_000) / samples.length;
}

describe('listMicrophones', () => {
  it('names the microphone and marks the default one', () => {
    const found = listMicrophones();
    expect(found.find(({ name }) => name === MICROPHONE_NAME)?.isDefault).toBe(true);
    expect(found.filter(({ isDefault }) => isDefault)).toHaveLength(1);
  });

  it('is empty without a sound server and a sound card, plug-ins not counted', async () => {
    await microphone.stop();
    expect(listMicrophones()).toEqual([]);
  });
});

describe('openMicrophone', () => {
  it('gives frames of 512 samples of the sound that is played, at 16 kHz', async () => {
    const { statuses, frames } = record();
    await until('open', () => kindsOf(statuses).includes('open'));
    expect(statuses[0]).toEqual({ kind: 'open', device: MICROPHONE_NAME });
    const stopPlaying = microphone.startPlaying(tone);
    await until('the tone', () => frames.filter(isLoud).length >= 40);
    stopPlaying();
    expect(new Set(frames.map((frame) => frame.length))).toEqual(new Set([512]));
    const steady = frames.filter(isLoud).slice(5, 35);
    expect(Math.abs(frequencyOf(steady) - TONE_HZ)).toBeLessThan(20);
  });

  it('opens a microphone by a part of its name', async () => {
    const { statuses } = record('virtualmicro');
    await until('open', () => statuses.length > 0);
    expect(statuses[0]).toEqual({ kind: 'open', device: MICROPHONE_NAME });
  });

  it('throws a UserError with the names for a microphone that is not there', () => {
    expect(() => record('Nobody')).toThrow(UserError);
    expect(() => record('Nobody')).toThrow(/no microphone is called "Nobody"/);
  });

  it('throws a UserError when there is no microphone at all', async () => {
    await microphone.stop();
    expect(() => record()).toThrow(UserError);
    expect(() => record()).toThrow(/no microphone found/);
  });

  it('reports silence after 3 s when muted, and sound when it is back', async () => {
    const { statuses, frames } = record();
    const stopPlaying = microphone.startPlaying(tone);
    await until('the tone', () => frames.some(isLoud));
    await microphone.mute(true);
    await until('silent', () => kindsOf(statuses).includes('silent'));
    await microphone.mute(false);
    await until('sound', () => kindsOf(statuses).includes('sound'));
    stopPlaying();
    expect(kindsOf(statuses)).toEqual(['open', 'silent', 'sound']);
  });

  it('reports loss when frames stop coming, and records again when they come back', async () => {
    const { statuses, frames } = record();
    await until('first frames', () => frames.length > 10);
    await microphone.stall(true);
    await until('lost', () => kindsOf(statuses).includes('lost'));
    const before = frames.length;
    await microphone.stall(false);
    await until('open again', () => kindsOf(statuses).lastIndexOf('open') > 0);
    await until('more frames', () => frames.length > before + 10);
    expect(statuses.find(({ kind }) => kind === 'lost')).toEqual({
      kind: 'lost',
      device: MICROPHONE_NAME,
    });
  });

  it('keeps what was captured and can be closed when the sound server goes away', async () => {
    const { statuses, frames } = record();
    await until('first frames', () => frames.length > 10);
    await microphone.stop();
    await until('lost', () => kindsOf(statuses).includes('lost'));
    expect(frames.length).toBeGreaterThan(10);
    await session?.close();
    expect(kindsOf(statuses)).toEqual(['open', 'lost']);
  });

  it('close() before the first frame ends the session without a status', async () => {
    const { statuses, frames } = record();
    await session?.close();
    const count = frames.length;
    await sleep(500);
    expect(frames).toHaveLength(count);
    expect(kindsOf(statuses)).not.toContain('failed');
  });

  it('hands on nothing after close(), and can be opened again', async () => {
    const first = record();
    await until('first frames', () => first.frames.length > 3);
    const closed = session?.close();
    const count = first.frames.length;
    await closed;
    const second = record();
    await until('frames of the second session', () => second.frames.length > 3);
    expect(first.frames).toHaveLength(count);
  });
});

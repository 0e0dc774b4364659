/**
 * Tests of dictations in line, with a real disk and a scripted recogniser.
 * @module
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Dictation } from '../../../electron/dictation';
import { TranscriptStore } from '../../../electron/transcript-store';
import type { RecognizerCommand } from '../../../src/protocol/recognizer-messages';
import { AS_SAID } from '../../../src/protocol/writing';

let root: string;
let folder: string;
let commands: RecognizerCommand[];
let listening: boolean;
let changes: number;
let store: TranscriptStore;
let dictation: Dictation;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'skald-dictation-'));
  folder = join(root, 'recordings');
  commands = [];
  listening = false;
  changes = 0;
  store = new TranscriptStore(() => undefined);
  dictation = new Dictation({
    store,
    folder,
    writing: () => AS_SAID,
    send: (command) => commands.push(command),
    setListening: (on) => (listening = on),
    onChange: () => (changes += 1),
  });
});
afterEach(async () => {
  await dictation.close();
  rmSync(root, { recursive: true, force: true });
});

/** What the recogniser was told, leaving out the audio itself. */
function told(): string[] {
  return commands.map(({ kind }) => kind);
}

/** The recogniser has text for everything it was sent, and is done. */
function say(text: string): void {
  const result = { start: 0, end: 0.5, text, words: [] };
  dictation.hear({ kind: 'event', event: { kind: 'final', utterance: 0, result } });
  dictation.hear({ kind: 'finished' });
}

/** Stops, and waits until the tail is over. */
async function stop(): Promise<void> {
  dictation.stop();
  await vi.waitFor(() => {
    expect(listening).toBe(false);
  });
}

describe('Dictation', () => {
  it('goes from idle over listening and finishing to idle, with its text in the transcript', async () => {
    dictation.setRecognizer(true);
    expect(dictation.view.dictation.kind).toBe('idle');
    expect(dictation.start(new Int16Array(100))).toBe(true);
    expect(listening).toBe(true);
    expect(dictation.view.dictation.kind).toBe('listening');
    dictation.accept(new Int16Array(512));
    await stop();
    expect(dictation.view.dictation.kind).toBe('finishing');
    expect(told()).toEqual(['begin', 'audio', 'audio', 'finish']);
    say('hello');
    expect(dictation.view.dictation.kind).toBe('idle');
    expect(store.text).toBe('hello');
  });

  it('still hears the tail after the key, and no more after it', async () => {
    dictation.setRecognizer(true);
    dictation.start(new Int16Array(0));
    dictation.stop();
    dictation.accept(new Int16Array(512));
    expect(told()).toContain('audio');
    await vi.waitFor(() => {
      expect(listening).toBe(false);
    });
    const before = told().length;
    dictation.accept(new Int16Array(512));
    expect(told()).toHaveLength(before);
  });

  it('refuses to start twice and to stop twice', () => {
    expect(dictation.stop()).toBe(false);
    expect(dictation.start(new Int16Array(0))).toBe(true);
    expect(dictation.start(new Int16Array(0))).toBe(false);
    expect(dictation.stop()).toBe(true);
    expect(dictation.stop()).toBe(false);
  });

  it('recognises one dictation after the other when a new one starts early', async () => {
    dictation.setRecognizer(true);
    dictation.start(new Int16Array(10));
    dictation.stop();
    expect(dictation.start(new Int16Array(20))).toBe(true);
    await stop();
    expect(told()).toEqual(['begin', 'audio', 'finish']);
    say('first');
    expect(told()).toEqual(['begin', 'audio', 'finish', 'begin', 'audio', 'finish']);
    say('second');
    expect(store.text).toBe('first\nsecond');
  });

  it('waits for a recogniser that is not there, or comes back', async () => {
    dictation.start(new Int16Array(10));
    expect(commands).toEqual([]);
    dictation.setRecognizer(true);
    expect(told()).toEqual(['begin', 'audio']);
    dictation.setRecognizer(false);
    await stop();
    commands = [];
    dictation.setRecognizer(true);
    expect(told()).toEqual(['begin', 'audio', 'finish']);
  });

  it('tells of a change only when something that is shown has changed', () => {
    dictation.setRecognizer(true);
    dictation.start(new Int16Array(0));
    const before = changes;
    for (let i = 1; i <= 10; i++) {
      dictation.accept(new Int16Array(512));
      dictation.hear({ kind: 'heard', samples: i * 512 });
    }
    expect(changes).toBe(before);
  });

  it('keeps a copy on the disk until the text is final', async () => {
    dictation.setRecognizer(true);
    dictation.start(new Int16Array(512));
    await vi.waitFor(() => {
      expect(readdirSync(folder)).toHaveLength(1);
    });
    await stop();
    say('hello');
    await vi.waitFor(() => {
      expect(readdirSync(folder)).toEqual([]);
    });
  });

  it('goes on, and says so, when the copy cannot be kept', async () => {
    writeFileSync(folder, 'a file where the folder should be');
    dictation.start(new Int16Array(512));
    await vi.waitFor(() => {
      expect(dictation.view.unsafe).not.toBeNull();
    });
    expect(dictation.view.dictation.kind).toBe('listening');
  });
});

describe('Dictation after a crash', () => {
  beforeEach(() => {
    mkdirSync(folder);
    writeFileSync(join(folder, 'dictation-1.s16le'), Buffer.alloc(2 * 32_000));
  });

  it('offers the leftover, recognises it whole, and deletes it when its text is final', async () => {
    dictation.setRecognizer(true);
    await dictation.look();
    expect(dictation.view.recoverable).toBe(2);
    await dictation.recover();
    expect(dictation.view.recoverable).toBeNull();
    expect(commands.reduce((n, c) => n + (c.kind === 'audio' ? c.samples.length : 0), 0)).toBe(
      32_000,
    );
    expect(existsSync(join(folder, 'dictation-1.s16le'))).toBe(true);
    say('what was said');
    await vi.waitFor(() => {
      expect(readdirSync(folder)).toEqual([]);
    });
    expect(store.text).toBe('what was said');
  });

  it('deletes the leftover when nobody wants it', async () => {
    await dictation.look();
    await dictation.discard();
    expect(dictation.view.recoverable).toBeNull();
    expect(readdirSync(folder)).toEqual([]);
  });
});

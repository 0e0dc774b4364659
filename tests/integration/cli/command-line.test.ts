/**
 * The command line with the native library and the bundled model: good files, bad files and broken models.
 * @module
 */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultModelFolder, packageRoot } from '../../../src/cli/package-root';
import { runCommandLine } from '../../../src/cli/run';
import type { FileTranscript } from '../../../src/protocol/transcript';
import { recordingTerminal, type RecordingTerminal } from '../../unit/cli/recording-terminal';
import { FIXTURE_MANIFEST, fixtureSpeech } from '../recognizer/fixture-speech';

/** Loading the library and preparing graphs takes seconds, and far more while others use the machine. */
const PATIENCE_MS = 180_000;

let folder = '';
let files: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skald-command-line-'));
  files = (await fixtureSpeech()).map(({ file }) => file);
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function run(...args: string[]): Promise<{ code: number; terminal: RecordingTerminal }> {
  const terminal = recordingTerminal(folder);
  return { code: await runCommandLine(args, terminal), terminal };
}

function jsonLines(output: string): FileTranscript[] {
  return output
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as FileTranscript);
}

/** `skald` as a process of its own, as a user has it. */
function skald(
  cwd: string,
  ...args: string[]
): Promise<{ code: number; output: string; errors: string }> {
  const script = join(packageRoot(), 'scripts', 'skald.mjs');
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [script, ...args],
      { env: { ...process.env, INIT_CWD: cwd } },
      (_error, output, errors) => {
        resolve({ code: child.exitCode ?? -1, output, errors });
      },
    );
  });
}

describe('skald as a process', { timeout: PATIENCE_MS }, () => {
  it('transcribes a file named from the folder of the user', async () => {
    const [file = ''] = files;
    const { code, output, errors } = await skald(
      dirname(file),
      'transcribe',
      basename(file),
      '--format',
      'json',
    );
    expect(errors).toBe('');
    expect(code).toBe(0);
    const [transcript] = jsonLines(output);
    expect(transcript?.file).toBe(basename(file));
    expect(transcript?.text).toMatch(/^[a-z' ]+$/);
  });

  it('exits 2 with one line for wrong usage, without a stack', async () => {
    const { code, output, errors } = await skald(folder, 'transcribe');
    expect({ code, output }).toEqual({ code: 2, output: '' });
    expect(errors).toMatch(/^skald: [^\n]+\n$/);
  });
});

describe('skald transcribe', { timeout: PATIENCE_MS }, () => {
  it.each([[[]], [['--stream']]])(
    'gives words inside the file with %j',
    async (flags: string[]) => {
      const { code, terminal } = await run('transcribe', ...files, '--format', 'json', ...flags);
      expect(code).toBe(0);
      const transcripts = jsonLines(terminal.output());
      expect(transcripts.map(({ file }) => file)).toEqual(files);
      for (const { duration, words, text, realTimeFactor } of transcripts) {
        expect(words.length).toBeGreaterThan(0);
        expect(words.map(({ word }) => word).join(' ')).toBe(text);
        expect(realTimeFactor).toBeGreaterThan(0);
        let last = 0;
        for (const word of words) {
          expect(word.start).toBeGreaterThanOrEqual(last);
          expect(word.end).toBeGreaterThanOrEqual(word.start);
          last = word.end;
        }
        expect(last).toBeLessThanOrEqual(duration);
      }
    },
  );

  it('does the good files among bad ones and exits 1', async () => {
    const [good = ''] = files;
    const whole = await readFile(good);
    await mkdir(join(folder, 'folder.wav'));
    const bad: Record<string, Buffer> = {
      'empty.flac': Buffer.alloc(0),
      'text.wav': Buffer.from('this is no audio'),
      'header-only.flac': whole.subarray(0, 42),
      'no-channels.wav': wavHeader({ channels: 0, rate: 16000 }),
      'no-rate.wav': wavHeader({ channels: 1, rate: 0 }),
      'no-samples.wav': wavHeader({ channels: 1, rate: 16000 }),
    };
    for (const [name, bytes] of Object.entries(bad)) await writeFile(join(folder, name), bytes);
    const names = ['missing.wav', 'folder.wav', ...Object.keys(bad)];
    const { code, terminal } = await run('transcribe', ...names, good, '--format', 'json');
    expect(code).toBe(1);
    expect(jsonLines(terminal.output()).map(({ file }) => file)).toEqual([good]);
    expect(terminal.notes).toHaveLength(names.length);
    for (const [i, name] of names.entries()) {
      expect(terminal.notes[i]).toMatch(/^skald: [^\n]+: [^\n]+$/);
      expect(terminal.notes[i]).toContain(name);
      expect(terminal.notes[i]).not.toContain('please report');
    }
  });

  it('transcribes what is there of a file that is cut short, and says so', async () => {
    const [good = ''] = files;
    const whole = await readFile(good);
    await writeFile(join(folder, 'cut.flac'), whole.subarray(0, Math.round(whole.length / 2)));
    const { code, terminal } = await run('transcribe', 'cut.flac', '--format', 'json');
    expect(code).toBe(1);
    expect(jsonLines(terminal.output())[0]?.words.length).toBeGreaterThan(0);
    expect(terminal.notes[0]).toContain('cut.flac');
  });
});

describe('skald with a broken model', { timeout: PATIENCE_MS }, () => {
  async function brokenModel(name: string, file: string, change: (bytes: Buffer) => Buffer) {
    const model = join(folder, name);
    await cp(defaultModelFolder(), model, { recursive: true });
    await writeFile(join(model, file), change(await readFile(join(model, file))));
    return model;
  }

  async function expectOneLine(model: string): Promise<void> {
    const [file = ''] = files;
    const { code, terminal } = await run('transcribe', file, '--model', model);
    expect(code).toBe(1);
    expect(terminal.output()).toBe('');
    expect(terminal.notes).toHaveLength(1);
    expect(terminal.notes[0]).toMatch(/^skald: [^\n]+: [^\n]+$/);
    expect(terminal.notes[0]).not.toContain('please report');
    expect(terminal.notes[0]).toContain(basename(model));
    expect((await run('model', 'verify', model)).code).toBe(1);
  }

  it('names a folder without a model', () => expectOneLine(join(folder, 'no-model')));

  it('names a weights file that was changed', async () => {
    const flip = (bytes: Buffer): Buffer => {
      bytes[bytes.length - 1] = 255 - (bytes[bytes.length - 1] ?? 0);
      return bytes;
    };
    await expectOneLine(await brokenModel('flipped', 'acoustic.safetensors', flip));
  });

  it('names a weights file that was cut', async () => {
    const cut = (bytes: Buffer): Buffer => bytes.subarray(0, 1000);
    await expectOneLine(await brokenModel('cut', 'acoustic.safetensors', cut));
  });

  it('names a manifest that is no JSON', async () => {
    await expectOneLine(await brokenModel('garbled', 'manifest.json', () => Buffer.from('{')));
  });
});

describe('skald model', () => {
  it('shows and verifies the bundled model', async () => {
    const info = await run('model', 'info', defaultModelFolder());
    expect(info.code).toBe(0);
    expect(JSON.parse(info.terminal.output())).toHaveProperty('licence');
    expect((await run('model', 'verify', defaultModelFolder())).code).toBe(0);
  });
});

describe('skald evaluate', { timeout: PATIENCE_MS }, () => {
  it('reports on the fixtures, live', async () => {
    const { code, terminal } = await run(
      'evaluate',
      '--manifest',
      FIXTURE_MANIFEST,
      '--limit',
      '2',
      '--stream',
      '--json',
    );
    expect(code).toBe(0);
    const report = JSON.parse(terminal.output()) as Record<string, number>;
    expect(report['utterances']).toBe(2);
    for (const rate of ['wer', 'cer', 'firstPassWer', 'firstPassCer']) {
      expect(report[rate]).toBeGreaterThanOrEqual(0);
      expect(report[rate]).toBeLessThan(2);
    }
    expect(report['peakRssMb']).toBeGreaterThan(100);
  });
});

function wavHeader({ channels, rate }: { channels: number; rate: number }): Buffer {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * channels * 2, 28);
  header.writeUInt16LE(channels * 2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  return header;
}

/**
 * Files to text, on a recogniser whose answers are known: formats, folders, bad files among good ones.
 * @module
 */
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openRecognizer } from '../../../src/cli/open-recognizer';
import { runCommandLine } from '../../../src/cli/run';
import type { FileTranscript } from '../../../src/protocol/transcript';
import { recognizerOf } from '../../../src/recognizer/recognizer';
import { loudnessParts } from '../recognizer/loudness-network';
import { babble, concatenated, mixed, noise, silence } from '../recognizer/signals';
import { recordingTerminal, type RecordingTerminal } from './recording-terminal';
import { writeWav } from '../../support/wav-file';

vi.mock('../../../src/cli/open-recognizer', () => ({ openRecognizer: vi.fn() }));

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skald-transcribe-'));
  const spoken = mixed(concatenated(silence(1), babble(2), silence(1)), noise('white', 4, -75));
  await writeWav(join(folder, 'talk.wav'), spoken);
  await writeWav(join(folder, 'other.wav'), spoken.subarray(8000));
  await writeWav(join(folder, 'silent.wav'), silence(2));
  const whole = await readFile(join(folder, 'talk.wav'));
  await writeFile(join(folder, 'cut.wav'), whole.subarray(0, whole.length - 32001));
  await writeFile(join(folder, 'empty.wav'), '');
  await writeFile(join(folder, 'text.wav'), 'this is no audio');
  await mkdir(join(folder, 'folder.wav'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

beforeEach(() => {
  vi.mocked(openRecognizer).mockReset().mockResolvedValue(recognizerOf(loudnessParts()));
});

async function run(...args: string[]): Promise<{ code: number; terminal: RecordingTerminal }> {
  const terminal = recordingTerminal(folder);
  return { code: await runCommandLine(['transcribe', ...args], terminal), terminal };
}

function jsonLines(terminal: RecordingTerminal): FileTranscript[] {
  return terminal
    .output()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as FileTranscript);
}

describe('skald transcribe', () => {
  it('prints the text of a file', async () => {
    const { code, terminal } = await run('talk.wav');
    expect(code).toBe(0);
    expect(terminal.output()).toMatch(/^[ab ]+\n$/);
    expect(terminal.notes).toEqual([]);
  });

  it('prints a line of JSON a file, with the contract fields', async () => {
    const { terminal } = await run('talk.wav', 'silent.wav', '--format', 'json');
    const [talk, silent] = jsonLines(terminal);
    expect(Object.keys(talk ?? {}).sort()).toEqual(
      ['duration', 'file', 'realTimeFactor', 'text', 'words'].sort(),
    );
    expect(talk?.file).toBe('talk.wav');
    expect(talk?.duration).toBe(4);
    expect(talk?.realTimeFactor).toBeGreaterThan(0);
    expect(talk?.words.map(({ word }) => word).join(' ')).toBe(talk?.text);
    expect(silent).toMatchObject({ file: 'silent.wav', text: '', words: [] });
  });

  it('prints captions', async () => {
    expect((await run('talk.wav', '--format', 'srt')).terminal.output()).toMatch(
      /^1\n00:00:0\d,\d{3} --> 00:00:0\d,\d{3}\n[ab ]+\n/,
    );
    expect((await run('talk.wav', '--format', 'vtt')).terminal.output()).toMatch(
      /^WEBVTT\n\n(1\n)?00:00:0\d\.\d{3} --> 00:00:0\d\.\d{3}\n[ab ]+\n/,
    );
  });

  it('hears files as streams', async () => {
    const { code, terminal } = await run('talk.wav', '--stream', '--format=json');
    expect(code).toBe(0);
    expect(jsonLines(terminal)[0]?.words.length).toBeGreaterThan(0);
  });

  it('writes a file a recording into a folder', async () => {
    const { code, terminal } = await run(
      'talk.wav',
      'other.wav',
      '--output',
      'out',
      '--format',
      'srt',
    );
    expect(code).toBe(0);
    expect(terminal.output()).toBe('');
    expect((await readdir(join(folder, 'out'))).sort()).toEqual(['other.srt', 'talk.srt']);
    expect(await readFile(join(folder, 'out', 'talk.srt'), 'utf8')).toContain('-->');
  });

  it('hands the ways of writing on, and refuses unknown ones', async () => {
    const recognizer = recognizerOf(loudnessParts());
    const openText = vi.spyOn(recognizer, 'openText');
    vi.mocked(openRecognizer).mockResolvedValue(recognizer);
    await run('talk.wav', '--numbers', 'digits', '--commands', 'on');
    expect(openText).toHaveBeenCalledWith({ numbers: true, punctuation: false, commands: true });
    const { code, terminal } = await run('talk.wav', '--punctuation', 'maybe');
    expect(code).toBe(2);
    expect(terminal.notes).toEqual([expect.stringContaining('on, off')]);
  });

  it('names each bad file in a line, does the others, and exits 1', async () => {
    const bad = ['missing.wav', 'empty.wav', 'text.wav', 'folder.wav'];
    const { code, terminal } = await run('talk.wav', ...bad, 'other.wav', '--format', 'json');
    expect(code).toBe(1);
    expect(jsonLines(terminal).map(({ file }) => file)).toEqual(['talk.wav', 'other.wav']);
    expect(terminal.notes).toHaveLength(bad.length);
    for (const [i, name] of bad.entries()) {
      expect(terminal.notes[i]).toMatch(/^skald: [^\n]+$/);
      expect(terminal.notes[i]).toContain(name);
      expect(terminal.notes[i]).not.toContain('please report');
    }
  });

  it('transcribes what is there of a file that is cut short, says so, and exits 1', async () => {
    const { code, terminal } = await run('cut.wav', '--format', 'json');
    expect(code).toBe(1);
    expect(jsonLines(terminal)[0]?.words.length).toBeGreaterThan(0);
    expect(jsonLines(terminal)[0]?.duration).toBeCloseTo(3, 1);
    expect(terminal.notes).toHaveLength(1);
    expect(terminal.notes[0]).toMatch(/^skald: cut\.wav: .*get the file again/);
  });

  it.each([
    [[], 'FILE'],
    [['talk.wav', '--format', 'doc'], 'txt, json, srt, vtt'],
  ])('refuses %j with exit 2 before it loads the model', async (args, part) => {
    const { code, terminal } = await run(...args);
    expect(code).toBe(2);
    expect(terminal.notes).toHaveLength(1);
    expect(terminal.notes[0]).toContain(part);
    expect(openRecognizer).not.toHaveBeenCalled();
  });

  it('hands hot words to the recogniser, and names a line that cannot be read', async () => {
    await writeFile(join(folder, 'hot.txt'), 'New York\n');
    await run('talk.wav', '--hot-words', 'hot.txt');
    expect(vi.mocked(openRecognizer).mock.calls[0]?.[2]).toMatchObject({
      hotWords: [{ words: ['new', 'york'] }],
    });
    await writeFile(join(folder, 'bad.txt'), 'fine\n12\n');
    for (const [file, part] of [
      ['bad.txt', 'bad.txt line 2'],
      ['none.txt', '--hot-words'],
    ] as const) {
      const { code, terminal } = await run('talk.wav', '--hot-words', file);
      expect(code).toBe(1);
      expect(terminal.notes).toEqual([expect.stringContaining(part)]);
    }
  });

  it('lets the recurrent model choose among readings, unless it is told not to', async () => {
    await run('talk.wav');
    await run('talk.wav', '--no-rescoring');
    const options = vi.mocked(openRecognizer).mock.calls.map(([, , given]) => given?.rescoring);
    expect(options).toEqual([true, false]);
  });

  it('opens the model it is given', async () => {
    await run('talk.wav', '--model', 'mine');
    expect(vi.mocked(openRecognizer).mock.calls[0]?.[1]).toBe('mine');
  });

  it('says what to do when the output folder cannot be made', async () => {
    const { code, terminal } = await run('talk.wav', '--output', 'talk.wav/out');
    expect(code).toBe(1);
    expect(terminal.notes[0]).toContain('--output');
  });
});

/**
 * `skald noise-test` on recognisers whose answers are known.
 * @module
 */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openRecognizer } from '../../../src/cli/open-recognizer';
import { runCommandLine } from '../../../src/cli/run';
import { recognizerOf, type Recognizer } from '../../../src/recognizer/recognizer';
import { scratchFolder } from '../../support/scratch-folder';
import { dataChunk, formatChunk, pcm16, wavFile } from '../../support/wav-file';
import { loudnessParts } from '../recognizer/loudness-network';
import { babble, concatenated, mixed, noise, silence } from '../recognizer/signals';
import { recordingTerminal, type RecordingTerminal } from './recording-terminal';

vi.mock('../../../src/cli/open-recognizer', () => ({ openRecognizer: vi.fn() }));

const scratch = scratchFolder();
const speech = mixed(concatenated(silence(1), babble(2), silence(1)), noise('white', 4, -75));
scratch.write('speech.wav', wavFile([formatChunk(), dataChunk(pcm16(speech))]));
let recognizer: Recognizer;

beforeEach(() => {
  // It hears nothing but blanks.
  recognizer = recognizerOf(loudnessParts(true));
  vi.mocked(openRecognizer)
    .mockReset()
    .mockImplementation(() => Promise.resolve(recognizer));
});

async function run(...args: string[]): Promise<{ code: number; terminal: RecordingTerminal }> {
  const terminal = recordingTerminal(scratch.path);
  return { code: await runCommandLine(['noise-test', ...args], terminal), terminal };
}

describe('skald noise-test', () => {
  it('exits 0 where nothing is heard', async () => {
    const { code, terminal } = await run('--seconds', '20', '--json');
    expect(code).toBe(0);
    const report = JSON.parse(terminal.output()) as { conditions: unknown[]; seconds: number };
    expect(report).toMatchObject({ words: 0 });
    expect(report.seconds).toBeCloseTo(20, 1);
    expect(report.conditions).toHaveLength(37);
  });

  it.each([[[]], [['--stream']]])(
    'prints the words that are heard in a given file, and exits 1 (%j)',
    async (more) => {
      recognizer = recognizerOf(loudnessParts());
      const { code, terminal } = await run('--seconds', '4', '--noise', 'speech.wav', ...more);
      expect(code).toBe(1);
      expect(terminal.output()).toMatch(/^speech\.wav +4\.0 s +\d+ words: [ab]+/m);
      expect(terminal.output()).toMatch(/^in all, 0\.1 minutes: \d+ words\n$/m);
    },
  );

  it('asks for the decoder that is named', async () => {
    await run('--seconds', '1', '--decoder', 'greedy');
    const [, , options] = vi.mocked(openRecognizer).mock.calls[0]!;
    expect(options).toEqual({ live: false, decoder: 'greedy' });
  });

  it.each([
    [['--seconds', '0'], 2, '--seconds'],
    [['more'], 2, '"more"'],
    [['--decoder', 'best'], 2, '--decoder'],
    [['--noise', 'gone'], 1, 'gone'],
  ])('answers %j with exit %i', async (args, exitCode, part) => {
    const { code, terminal } = await run(...args);
    expect(code).toBe(exitCode);
    expect(terminal.notes.at(-1)).toContain(part);
  });
});

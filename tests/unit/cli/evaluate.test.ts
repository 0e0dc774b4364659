/**
 * `skald evaluate` on a recogniser whose answers are known.
 * @module
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EvaluationReport } from '../../../src/cli/evaluation';
import type { EvaluationDetails } from '../../../src/cli/evaluation-details';
import { openRecognizer } from '../../../src/cli/open-recognizer';
import { runCommandLine } from '../../../src/cli/run';
import { greedyDecode } from '../../../src/decoder/greedy';
import { lettersFirstPass } from '../../../src/recognizer/first-pass';
import { makeLexicon } from '../../../src/language/lexicon';
import type { PhoneDecoder } from '../../../src/recognizer/phone-decoder';
import { recognizerOf } from '../../../src/recognizer/recognizer';
import { ALPHABET, loudnessParts } from '../recognizer/loudness-network';
import { babble, concatenated, mixed, noise, silence } from '../recognizer/signals';
import { recordingTerminal, type RecordingTerminal } from './recording-terminal';
import { writeWav } from '../../support/wav-file';

vi.mock('../../../src/cli/open-recognizer', () => ({ openRecognizer: vi.fn() }));

const HEADER = 'file\tseconds\tspeaker\tcorpus\ttext\tnormalised';
const parts = loudnessParts();
let phones: { phones?: PhoneDecoder } = {};
let folder = '';
let said = '';

async function writeManifest(name: string, lines: readonly string[]): Promise<void> {
  await writeFile(join(folder, name), `${[HEADER, ...lines].join('\n')}\n`);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'skald-evaluate-'));
  const spoken = mixed(concatenated(silence(1), babble(2), silence(1)), noise('white', 4, -75));
  said = recognizerOf(parts).transcribe(spoken).text;
  await writeWav(join(folder, 'a.wav'), spoken);
  await writeWav(join(folder, 'b.wav'), spoken);
  await writeManifest('right.tsv', [
    `a.wav\t4\ts\tc\t${said}\t${said}`,
    `b.wav\t4\ts\tc\tx\tx ${said}`,
  ]);
  await writeManifest('broken.tsv', [
    `a.wav\t4\ts\tc\t${said}\t${said}`,
    'gone.wav\t4\ts\tc\tx\tx',
  ]);
  await writeManifest('none.tsv', []);
  await writeManifest('all-gone.tsv', ['gone.wav\t4\ts\tc\tx\tx']);
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

beforeEach(() => {
  phones = {};
  vi.mocked(openRecognizer)
    .mockReset()
    .mockImplementation((_terminal, _model, options) =>
      Promise.resolve().then(() => recognizerOf({ ...parts, ...phones }, options)),
    );
});

async function run(...args: string[]): Promise<{ code: number; terminal: RecordingTerminal }> {
  const terminal = recordingTerminal(folder);
  return { code: await runCommandLine(['evaluate', ...args], terminal), terminal };
}

function report(terminal: RecordingTerminal): EvaluationReport {
  return JSON.parse(terminal.output()) as EvaluationReport;
}

describe('skald evaluate', () => {
  it('reports the contract fields', async () => {
    const { code, terminal } = await run('--manifest', 'right.tsv', '--json');
    expect(code).toBe(0);
    const words = said.split(' ').length;
    expect(report(terminal)).toMatchObject({
      utterances: 2,
      audioSeconds: 8,
      wer: 1 / (2 * words + 1),
      per: null,
    });
    for (const field of ['cer', 'realTimeFactor', 'peakRssMb'] as const) {
      expect(report(terminal)[field]).toBeGreaterThan(0);
    }
    expect(report(terminal)).not.toHaveProperty('firstPassWer');
  });

  it('reports phone errors of a model that hears phones', async () => {
    // Letters of the stand-in network: 0 is said as AA, 1 as AE.
    const words = [...new Set(said.split(' '))];
    const pronunciations = words.map((word) => ({
      word,
      phones: Uint8Array.from(word, (letter) => ALPHABET.indexOf(letter)),
    }));
    const lexicon = makeLexicon(pronunciations);
    phones = {
      phones: {
        lexicon,
        openFirstPass: () => lettersFirstPass([]),
        phonesIn: (posteriors) => greedyDecode(posteriors).units,
        decode: () => [{ word: 'x', start: 0, end: 1, confidence: 1 }],
      },
    };
    const { terminal } = await run('--manifest', 'right.tsv', '--limit', '2', '--json');
    expect(report(terminal).wer).toBeGreaterThan(0);
    expect(report(terminal).per).toBeGreaterThanOrEqual(0);
    const table = await run('--manifest', 'right.tsv');
    expect(table.terminal.output()).toMatch(/^phone errors +\d/m);
  });

  it('reports the first pass of streams', async () => {
    const { terminal } = await run('--manifest', 'right.tsv', '--stream', '--json');
    expect(report(terminal).firstPassWer).toBeGreaterThanOrEqual(0);
    expect(report(terminal).firstPassCer).toBeGreaterThanOrEqual(0);
  });

  it('prints a table for people', async () => {
    const { terminal } = await run('--manifest', 'right.tsv');
    expect(terminal.output()).toMatch(/^recordings +2, 0\.1 minutes\nword errors +\d+\.\d %/);
  });

  it('keeps reference and hypothesis', async () => {
    await run('--manifest', 'right.tsv', '--output', 'rows.tsv', '--limit', '1', '--seed', '3');
    const [header, first, rest] = (await readFile(join(folder, 'rows.tsv'), 'utf8')).split('\n');
    expect(header).toBe('file\treference\thypothesis');
    expect(first?.split('\t')[2]).toBe(said);
    expect(rest).toBe('');
  });

  it('reports corpora, speakers and the worst recordings', async () => {
    const { terminal } = await run('--manifest', 'right.tsv', '--worst', '1', '--json');
    const details = JSON.parse(terminal.output()) as EvaluationDetails;
    expect(details.corpora).toHaveLength(1);
    expect(details.speakers[0]).toMatchObject({ corpus: 'c', speaker: 's', utterances: 2 });
    expect(details.worst).toHaveLength(1);
    expect(details.worst[0]?.alignment.reference).toMatch(/^REF: {2}X /);
    expect(details.normalisedWer).toBeGreaterThan(0);
  });

  it('keeps a report', async () => {
    await run('--manifest', 'right.tsv', '--report', 'report.txt');
    const text = await readFile(join(folder, 'report.txt'), 'utf8');
    expect(text.match(/^Scores: \(#C #S #D #I\)/gm)).toHaveLength(3);
  });

  it('puts the recordings into noise, the same for the same seed', async () => {
    const heard = async (...args: string[]): Promise<number> => {
      const { terminal } = await run('--manifest', 'right.tsv', '--json', ...args);
      expect(terminal.notes).toEqual([]);
      return report(terminal).wer;
    };
    const noisy = await heard('--snr=-20');
    expect(noisy).toBeGreaterThan(await heard());
    expect(await heard('--snr=-20')).toBe(noisy);
    expect(await heard('--snr', '60', '--noise', 'a.wav')).toBe(await heard());
  });

  it('hands the decoder to the recogniser', async () => {
    await run('--manifest', 'right.tsv', '--decoder', 'greedy');
    expect(vi.mocked(openRecognizer).mock.calls[0]?.[2]).toMatchObject({
      decoder: 'greedy',
      live: false,
      rescoring: true,
    });
    await run('--manifest', 'right.tsv', '--no-rescoring');
    expect(vi.mocked(openRecognizer).mock.calls[1]?.[2]).toMatchObject({ rescoring: false });
  });

  it('hands other weights of the search on', async () => {
    await run('--manifest', 'right.tsv', '--alpha', '0', '--beta=-2');
    expect(vi.mocked(openRecognizer).mock.calls[0]?.[3]).toEqual({ alpha: 0, beta: -2 });
    expect((await run('--manifest', 'right.tsv', '--alpha', 'x')).code).toBe(2);
  });

  it('names a recording that cannot be read, counts the others, and exits 1', async () => {
    const { code, terminal } = await run('--manifest', 'broken.tsv', '--json');
    expect(code).toBe(1);
    expect(report(terminal).utterances).toBe(1);
    expect(terminal.notes).toEqual([expect.stringContaining('gone.wav')]);
  });

  it.each([
    [[], 2, '--manifest'],
    [['--manifest', 'right.tsv', '--decoder', 'lexicon'], 2, 'lexicon'],
    [['--manifest', 'right.tsv', '--decoder', 'best'], 2, 'greedy, beam, lexicon'],
    [['--manifest', 'right.tsv', '--limit', '0'], 2, '--limit'],
    [['--manifest', 'right.tsv', '--seed', 'x'], 2, '--seed'],
    [['--manifest', 'right.tsv', '--worst', 'x'], 2, '--worst'],
    [['--manifest', 'right.tsv', '--report', 'no/such/folder.txt'], 1, '--report'],
    [['--manifest', 'right.tsv', '--snr', 'loud'], 2, '--snr'],
    [['--manifest', 'right.tsv', '--noise', 'a.wav'], 2, '--snr'],
    [['--manifest', 'right.tsv', '--snr', '5', '--noise', 'gone.wav'], 1, 'gone.wav'],
    [['--manifest', 'right.tsv', 'more'], 2, '"more"'],
    [['--manifest', 'gone.tsv'], 1, 'gone.tsv'],
    [['--manifest', 'a.wav'], 1, 'a.wav'],
    [['--manifest', 'none.tsv'], 1, 'none.tsv'],
    [['--manifest', 'all-gone.tsv'], 1, 'no recording'],
    [['--manifest', 'right.tsv', '--output', 'no/such/folder.tsv'], 1, '--output'],
  ])('answers %j with exit %i and one line about it', async (args, exitCode, part) => {
    const { code, terminal } = await run(...args);
    expect(code).toBe(exitCode);
    expect(terminal.notes.at(-1)).toMatch(/^skald: [^\n]+$/);
    expect(terminal.notes.at(-1)).toContain(part);
    expect(terminal.output()).toBe('');
  });
});

/**
 * Listening to a microphone that the test plays.
 * @module
 */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openMicrophone, type MicrophoneStatus } from '../../../src/audio/microphone';
import { UserError } from '../../../src/base/errors';
import { listen } from '../../../src/cli/listen';
import { openRecognizer } from '../../../src/cli/open-recognizer';
import type { TranscriptEvent } from '../../../src/protocol/transcript';
import { recognizerOf } from '../../../src/recognizer/recognizer';
import { loudnessParts } from '../recognizer/loudness-network';
import { babble, concatenated, mixed, noise, silence } from '../recognizer/signals';
import { recordingTerminal, type RecordingTerminal } from './recording-terminal';

vi.mock('../../../src/audio/microphone', () => ({ openMicrophone: vi.fn() }));
vi.mock('../../../src/cli/open-recognizer', () => ({ openRecognizer: vi.fn() }));

type Options = Parameters<typeof openMicrophone>[0];

const SPOKEN = mixed(
  concatenated(silence(1), babble(2), silence(1.2), babble(1)),
  noise('white', 5.2, -75),
);
const closed = vi.fn();

/** The microphone that `play` plays, at the next turn of the event loop. */
function microphonePlaying(play: (options: Options) => void): void {
  vi.mocked(openMicrophone).mockImplementation((options) => {
    setImmediate(() => {
      play(options);
    });
    return {
      close: () => {
        closed();
        return Promise.resolve();
      },
    };
  });
}

function playFrames(options: Options): void {
  for (let at = 0; at + 512 <= SPOKEN.length; at += 512) {
    options.onFrame(SPOKEN.subarray(at, at + 512));
  }
}

beforeEach(() => {
  closed.mockReset();
  vi.mocked(openMicrophone).mockReset();
  vi.mocked(openRecognizer).mockReset().mockResolvedValue(recognizerOf(loudnessParts()));
});

async function heard(
  args: readonly string[],
  statuses: readonly MicrophoneStatus[] = [],
): Promise<RecordingTerminal> {
  const terminal = recordingTerminal();
  microphonePlaying((options) => {
    options.onStatus({ kind: 'open', device: 'Test' });
    for (const status of statuses) options.onStatus(status);
    playFrames(options);
    terminal.interrupt();
  });
  expect(await listen.run(args, terminal)).toBe(0);
  return terminal;
}

describe('skald listen', () => {
  it('writes a line an utterance, the last one after Ctrl+C, and closes the microphone', async () => {
    const terminal = await heard([]);
    const lines = terminal.output().trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    for (const line of lines) expect(line).toMatch(/^[ab ]+$/);
    expect(closed).toHaveBeenCalledOnce();
    expect(terminal.notes[0]).toContain('listening to Test');
  });

  it('writes every event as a line of JSON', async () => {
    const events = (await heard(['--json']))
      .output()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as TranscriptEvent);
    expect(events.filter(({ kind }) => kind === 'final')).toHaveLength(2);
    expect(events.filter(({ kind }) => kind === 'partial').length).toBeGreaterThan(3);
  });

  it('asks for the device and the model by name', async () => {
    await heard(['--device', 'USB', '--model', 'm']);
    expect(vi.mocked(openMicrophone).mock.calls[0]?.[0].device).toBe('USB');
    expect(vi.mocked(openRecognizer).mock.calls[0]?.[1]).toBe('m');
  });

  it('tells of a microphone that is silent or lost', async () => {
    const { notes } = await heard(
      [],
      [{ kind: 'silent' }, { kind: 'sound' }, { kind: 'lost', device: 'USB' }],
    );
    expect(notes).toHaveLength(3);
    expect(notes[1]).toContain('muted');
    expect(notes[2]).toContain('USB is gone');
  });

  it('says what was heard before a failure, then fails with the mend', async () => {
    const terminal = recordingTerminal();
    microphonePlaying((options) => {
      playFrames(options);
      options.onStatus({ kind: 'failed', message: 'no microphone', mend: 'plug one in' });
    });
    const failure: unknown = await listen.run([], terminal).catch((e: unknown) => e);
    expect(failure).toBeInstanceOf(UserError);
    expect(failure).toMatchObject({ line: 'no microphone: plug one in', exitCode: 1 });
    expect(terminal.output().trimEnd().split('\n')).toHaveLength(2);
    expect(closed).toHaveBeenCalledOnce();
  });

  it('fails with the microphone that cannot be opened', async () => {
    vi.mocked(openMicrophone).mockImplementation(() => {
      throw new UserError('no microphone called "x"', 'see `skald devices`');
    });
    await expect(listen.run(['--device', 'x'], recordingTerminal())).rejects.toThrow('"x"');
  });

  it('takes no files', async () => {
    await expect(listen.run(['a.wav'], recordingTerminal())).rejects.toMatchObject({ exitCode: 2 });
  });
});

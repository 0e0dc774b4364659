/**
 * The recording loop with devices that fail, vanish and come back.
 * @module
 */
import { describe, expect, it } from 'vitest';
import type { Recorder, RecorderSource } from '../../../src/audio/recorder';
import { LoopControl, recordingLoop, type LoopMessage } from '../../../src/audio/recording-loop';

/** What a device does at each read: a frame, or nothing in time. */
type Script = readonly ('frame' | 'late')[];

/** Devices by name; each time one is opened it follows its next script, and the loop is stopped at the end of all. */
class ScriptedSource implements RecorderSource {
  readonly opened: (string | undefined)[] = [];
  released = 0;
  reads = 0;

  constructor(
    readonly control: LoopControl,
    /** Names, the default one first, after each search; the last ones stay. */
    private readonly names: string[][],
    private readonly scripts: Script[],
  ) {}

  list(): string[] {
    return (this.names.length > 1 ? this.names.shift() : this.names[0]) ?? [];
  }

  open(device: string | undefined): Recorder {
    this.opened.push(device);
    const script = this.scripts.shift();
    if (script === undefined) throw new RangeError('busy');
    let read = 0;
    return {
      device: device ?? this.names[0]?.[0] ?? '',
      read: () => {
        this.reads++;
        const step = script[read];
        read++;
        if (step === undefined && this.scripts.length === 0) this.control.stop();
        if (step !== 'frame') throw new RangeError('no frame in time');
        return Int16Array.of(this.reads);
      },
      release: () => {
        this.released++;
      },
    };
  }
}

/** Runs the loop to its end; its messages, frames in short. */
function run(
  names: string[][],
  scripts: Script[],
  device?: string,
): { told: string[]; messages: LoopMessage[]; source: ScriptedSource } {
  const control = new LoopControl();
  const source = new ScriptedSource(control, names, scripts);
  const messages: LoopMessage[] = [];
  recordingLoop(source, device, control, (message) => messages.push(message));
  const told = messages.map((message) =>
    'device' in message ? `${message.kind} ${message.device}` : message.kind,
  );
  return { told, messages, source };
}

const late = (count: number): Script => Array<'late'>(count).fill('late');

describe('recordingLoop', () => {
  it('opens the default device and hands on its frames', () => {
    const { told, source } = run([['desk']], [['frame', 'frame', 'frame']]);
    expect(told.slice(0, 4)).toEqual(['open desk', 'frame', 'frame', 'frame']);
    expect(source.opened).toEqual([undefined]);
    expect(source.released).toBe(1);
  });

  it('opens the device that was chosen', () => {
    expect(run([['desk', 'head']], [['frame']], 'head').source.opened).toEqual(['head']);
  });

  it('tries again when the first reads fail', () => {
    const { told } = run([['desk']], [['late', 'late', 'frame']]);
    expect(told.slice(0, 2)).toEqual(['open desk', 'frame']);
  });

  it('fails when a device never gives a frame', () => {
    const { messages, source } = run([['desk']], [late(100), []]);
    expect(messages).toEqual([
      {
        kind: 'failed',
        message: 'the microphone "desk" gives no sound',
        mend: 'close other programs that use it, plug it in again, or choose another one',
      },
    ]);
    expect(source.released).toBe(1);
  });

  it('fails when a device cannot be opened', () => {
    const { messages } = run([['desk']], [], 'desk');
    expect(messages).toEqual([
      {
        kind: 'failed',
        message: 'the microphone "desk" cannot be opened (busy)',
        mend: 'close other programs that use it, allow access to it, or choose another one',
      },
    ]);
  });

  it('bears a single late frame', () => {
    const { told } = run([['desk']], [['frame', 'late', 'frame', 'late', 'frame']]);
    expect(told.filter((kind) => kind === 'frame')).toHaveLength(3);
    expect(told.filter((kind) => kind.startsWith('open'))).toHaveLength(1);
  });

  it('reports loss and opens the same device again', () => {
    const { told, source } = run([['desk']], [['frame', ...late(2)], ['frame']]);
    expect(told.slice(0, 5)).toEqual(['open desk', 'frame', 'lost desk', 'open desk', 'frame']);
    expect(source.opened).toEqual([undefined, 'desk']);
  });

  it('waits until the lost device is listed again', () => {
    const names = [[], ['other'], ['desk', 'other']];
    const { source } = run(names, [['frame', ...late(2)], ['frame']], 'desk');
    expect(source.opened).toEqual(['desk', 'desk']);
  });

  it('takes the default device when the lost one stays away', () => {
    const { told, source } = run([['other']], [['frame', ...late(2)], ['frame']], 'desk');
    expect(source.opened).toEqual(['desk', undefined]);
    expect(told.slice(2, 5)).toEqual(['lost desk', 'open other', 'frame']);
  });

  it('gives its sign of life at every read', () => {
    const { source } = run([['desk']], [['frame', 'frame', 'late', 'frame']]);
    expect(source.control.beats).toBeGreaterThanOrEqual(source.reads);
  });

  it('opens nothing and tells nothing more once it is stopped', () => {
    const control = new LoopControl();
    control.stop();
    const source = new ScriptedSource(control, [['desk']], [['frame']]);
    const messages: LoopMessage[] = [];
    recordingLoop(source, undefined, control, (message) => messages.push(message));
    expect(messages).toEqual([]);
    expect(source.reads).toBe(0);
  });
});

describe('LoopControl', () => {
  it('is the same on both sides of its memory', () => {
    const here = new LoopControl();
    const there = new LoopControl(here.memory);
    there.beat();
    here.stop();
    expect(here.beats).toBe(1);
    expect(there.stopped).toBe(true);
  });

  it('sleep() ends at once when stopped', () => {
    const control = new LoopControl();
    control.stop();
    const start = Date.now();
    control.sleep(60_000);
    expect(Date.now() - start).toBeLessThan(10_000);
  });
});

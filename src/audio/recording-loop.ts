/**
 * Records until it is told to stop: opens the microphone, hands on its frames, and gets it back when it is lost.
 *
 * Runs in a thread of its own, since reading a frame blocks. It never waits for messages: the two numbers of
 * {@link LoopControl} in shared memory are all that it needs from outside.
 * @module
 */
import { UserError, messageOf } from '../base/errors';
import type { Recorder, RecorderSource } from './recorder';

/** What the loop tells; frames are handed over, not copied. */
export type LoopMessage =
  | { readonly kind: 'frame'; readonly samples: Int16Array }
  | { readonly kind: 'open'; readonly device: string }
  | { readonly kind: 'lost'; readonly device: string }
  | { readonly kind: 'failed'; readonly message: string; readonly mend: string };

/** Reads that may fail in a row, of about a second each, before a device that has never spoken is given up. */
const FIRST_READS = 6;
/** The same for a device that has spoken: one may fail on a busy machine, two do not. */
const LATER_READS = 2;
/** How often a lost device is looked for. */
const SEARCH_MS = 500;
/** Searches for the device itself before any other will do. */
const SEARCHES_FOR_SAME = 4;

/** Shared by the loop and the thread that started it. */
export class LoopControl {
  private readonly cells: Int32Array;

  /** @param memory Handed to the other thread as it is. */
  constructor(
    readonly memory: SharedArrayBuffer = new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT),
  ) {
    this.cells = new Int32Array(memory);
  }

  /** Whether the loop should end. */
  get stopped(): boolean {
    return Atomics.load(this.cells, 0) !== 0;
  }

  /** Grows as long as the loop lives, whether it records or searches. */
  get beats(): number {
    return Atomics.load(this.cells, 1);
  }

  /** Ends the loop, after the frame that it waits for. */
  stop(): void {
    Atomics.store(this.cells, 0, 1);
    Atomics.notify(this.cells, 0);
  }

  /** A sign of life. */
  beat(): void {
    Atomics.add(this.cells, 1, 1);
  }

  /** Waits, but not beyond {@link stop}. */
  sleep(milliseconds: number): void {
    Atomics.wait(this.cells, 0, 0, milliseconds);
  }
}

/**
 * Records until `control` says stop, or until a device cannot be opened that was never there.
 * @param device Its name, or `undefined` for the system's default.
 */
export function recordingLoop(
  source: RecorderSource,
  device: string | undefined,
  control: LoopControl,
  tell: (message: LoopMessage) => void,
): void {
  let current = attempt(source, device, control, tell);
  if ('problem' in current) {
    tell({ kind: 'failed', ...current.problem });
    return;
  }
  while (!control.stopped) {
    tell({ kind: 'lost', device: current.device });
    current = recover(source, current.device, control, tell);
  }
}

/** How a recording ended: the device was lost (or we were stopped), or it never gave a frame. */
type Ending =
  | { readonly device: string }
  | { readonly problem: { readonly message: string; readonly mend: string } };

/** Opens and records, until stop or loss. */
function attempt(
  source: RecorderSource,
  device: string | undefined,
  control: LoopControl,
  tell: (message: LoopMessage) => void,
): Ending {
  control.beat();
  try {
    const recorder = source.open(device);
    try {
      const heard = record(recorder, control, tell);
      if (heard || control.stopped) return { device: recorder.device };
      return { problem: mute(recorder.device) };
    } finally {
      recorder.release();
    }
  } catch (error) {
    return { problem: unopened(device, error) };
  }
}

/** Hands on frames until stop or loss; says whether there was any. */
function record(
  recorder: Recorder,
  control: LoopControl,
  tell: (message: LoopMessage) => void,
): boolean {
  let heard = false;
  let failures = 0;
  while (!control.stopped && failures < (heard ? LATER_READS : FIRST_READS)) {
    control.beat();
    let samples: Int16Array;
    try {
      samples = recorder.read();
    } catch {
      // A sound server needs a second or more to start a device: its first read runs out of time.
      failures++;
      continue;
    }
    failures = 0;
    if (!heard) tell({ kind: 'open', device: recorder.device });
    heard = true;
    tell({ kind: 'frame', samples });
  }
  return heard;
}

/** Looks for the lost device until it records again; after a while any other one will do. */
function recover(
  source: RecorderSource,
  lost: string,
  control: LoopControl,
  tell: (message: LoopMessage) => void,
): { readonly device: string } {
  for (let search = 0; !control.stopped; search++) {
    control.beat();
    control.sleep(SEARCH_MS);
    const names = source.list().filter((name) => name !== '');
    const wanted = names.includes(lost) ? lost : undefined;
    if (names.length === 0 || (wanted === undefined && search < SEARCHES_FOR_SAME)) continue;
    const ending = attempt(source, wanted, control, tell);
    if ('device' in ending) return ending;
  }
  return { device: lost };
}

function mute(device: string): { message: string; mend: string } {
  return {
    message: `the microphone "${device}" gives no sound`,
    mend: 'close other programs that use it, plug it in again, or choose another one',
  };
}

function unopened(device: string | undefined, error: unknown): { message: string; mend: string } {
  if (error instanceof UserError) return { message: error.message, mend: error.mend };
  const name = device === undefined ? 'the default microphone' : `the microphone "${device}"`;
  return {
    message: `${name} cannot be opened (${messageOf(error)})`,
    mend: 'close other programs that use it, allow access to it, or choose another one',
  };
}

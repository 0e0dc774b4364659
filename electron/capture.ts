/**
 * The microphone as the app uses it: open only while someone looks at the window or is dictating, with a short
 * memory of what was just said, and opened again by itself when it was lost and comes back.
 * @module
 */
import { type Level, levelOf } from '../src/audio/level';
import {
  listMicrophones,
  type MicrophoneSession,
  type MicrophoneStatus,
  openMicrophone,
} from '../src/audio/microphone';
import { RingBuffer } from '../src/audio/ring-buffer';
import { messageOf, UserError } from '../src/base/errors';
import type { CaptureState } from '../src/protocol/ipc';
import { SAMPLE_RATE } from './dictation-job';
import type { Settings } from './settings';

/** How often an absent microphone is looked for, and the list of them is renewed while someone looks. */
const LOOK_MS = 2_000;
/** Least time between two levels: frames can arrive in bursts, and a screen shows no more. */
const LEVEL_INTERVAL_MS = 25;

/** Who hears the microphone. Samples are 16 kHz mono, levels in dBFS. */
export interface CaptureListener {
  onFrame(samples: Int16Array): void;
  onLevel(rms: number, peak: number): void;
  onState(state: CaptureState): void;
  onMicrophones(names: readonly string[]): void;
}

/** The one microphone of the app. */
export class Capture {
  private session: MicrophoneSession | null = null;
  private readonly watch: NodeJS.Timeout;
  /** The session has said its last word; another one is opened at the next look. */
  private resting = false;
  private closing: Promise<void> = Promise.resolve();
  private wasLost = false;
  private visible = false;
  private listening = false;
  private state: CaptureState = { kind: 'closed' };
  private preRoll: RingBuffer;
  private lastLevel = 0;
  private unshown: Level | null = null;
  private names: readonly string[] = [];

  constructor(
    private settings: Settings,
    private readonly listener: CaptureListener,
  ) {
    this.preRoll = preRollOf(settings);
    this.watch = setInterval(() => {
      this.look();
    }, LOOK_MS);
  }

  /** Whether a person can see the window. */
  setVisible(visible: boolean): void {
    this.visible = visible;
    this.follow();
  }

  /** Whether a dictation is going on. */
  setListening(listening: boolean): void {
    this.listening = listening;
    this.follow();
  }

  /** Takes new settings; another microphone is opened at once. */
  apply(settings: Settings): void {
    const moved = settings.microphone !== this.settings.microphone;
    this.settings = settings;
    this.preRoll = preRollOf(settings);
    if (moved) this.close({ kind: 'closed' });
    this.follow();
  }

  /** What was heard just before now, at most `preRollMs` of it; the memory is empty afterwards. */
  takePreRoll(): Int16Array {
    const samples = this.preRoll.read();
    this.preRoll.clear();
    return samples;
  }

  /** Looks again which microphones there are. */
  refresh(): void {
    const before = this.names;
    try {
      this.names = [...new Set(listMicrophones().map(({ name }) => name))];
    } catch {
      this.names = [];
    }
    if (before.join('\n') !== this.names.join('\n')) this.listener.onMicrophones(this.names);
  }

  /**
   * Closes the microphone for good.
   * @returns Whether all threads have ended. After a loss one may hang in the driver, unseen.
   */
  async shut(): Promise<boolean> {
    clearInterval(this.watch);
    this.visible = false;
    this.listening = false;
    this.follow();
    await this.closing;
    return !this.wasLost;
  }

  private get wanted(): boolean {
    return this.listening || (this.visible && this.settings.keepReady);
  }

  private follow(): void {
    if (!this.wanted) this.close({ kind: 'closed' });
    else if (this.session === null && !this.resting) this.open();
  }

  /** Sees microphones come and go, tries again, and goes back to the chosen one when it is there again. */
  private look(): void {
    if (!this.wanted && !this.visible) return;
    this.refresh();
    const { microphone } = this.settings;
    const back =
      this.state.kind === 'open' &&
      microphone !== null &&
      this.state.device !== microphone &&
      this.names.includes(microphone);
    if (back) this.close({ kind: 'closed' });
    this.resting = false;
    this.follow();
  }

  private open(): void {
    this.refresh();
    const { microphone } = this.settings;
    if (this.names.length === 0) {
      this.rest({ kind: 'absent' });
      return;
    }
    // A retry does not take the words about the last failure away before it has succeeded.
    if (this.state.kind === 'closed') this.become({ kind: 'opening' });
    // Where the chosen one is not connected the default one stands in for it; the window says so.
    const chosen = microphone !== null && this.names.includes(microphone);
    try {
      const session: MicrophoneSession = openMicrophone({
        ...(chosen ? { device: microphone } : {}),
        onFrame: (samples) => {
          if (this.session === session) this.hear(samples);
        },
        onStatus: (status) => {
          if (this.session === session) this.take(status);
        },
      });
      this.session = session;
    } catch (error) {
      this.rest(
        error instanceof UserError
          ? { kind: 'failed', message: error.message, mend: error.mend }
          : { kind: 'failed', message: messageOf(error), mend: 'choose another microphone' },
      );
    }
  }

  private hear(samples: Int16Array): void {
    if (this.listening) this.listener.onFrame(samples);
    else this.preRoll.write(samples);
    if (!this.visible) return;
    const level = levelOf(samples);
    // Of frames that come in a burst the loudest one is shown.
    if (this.unshown === null || level.peak > this.unshown.peak) this.unshown = level;
    const now = Date.now();
    if (now - this.lastLevel < LEVEL_INTERVAL_MS) return;
    this.lastLevel = now;
    this.listener.onLevel(this.unshown.rms, this.unshown.peak);
    this.unshown = null;
  }

  private take(status: MicrophoneStatus): void {
    switch (status.kind) {
      case 'open':
        this.become({ kind: 'open', device: status.device, silent: false });
        return;
      case 'silent':
      case 'sound':
        if (this.state.kind === 'open') {
          this.become({ ...this.state, silent: status.kind === 'silent' });
        }
        return;
      case 'lost':
        // The session looks for it by itself, and takes another one after a while.
        this.become({ kind: 'lost', device: status.device });
        return;
      case 'failed':
        this.rest({ kind: 'failed', message: status.message, mend: status.mend });
        return;
    }
  }

  /** Stays without a microphone until the next look. */
  private rest(state: CaptureState): void {
    this.close(state);
    this.resting = true;
  }

  private close(state: CaptureState): void {
    const session = this.session;
    this.session = null;
    this.resting = false;
    this.preRoll.clear();
    if (session !== null) this.closing = session.close();
    this.become(state);
  }

  private become(state: CaptureState): void {
    if (state.kind === 'closed' && this.state.kind === 'closed') return;
    this.wasLost ||= state.kind === 'lost' || state.kind === 'failed';
    this.state = state;
    this.listener.onState(state);
  }
}

function preRollOf({ preRollMs }: Settings): RingBuffer {
  return new RingBuffer(Math.max(1, Math.round((preRollMs * SAMPLE_RATE) / 1000)));
}

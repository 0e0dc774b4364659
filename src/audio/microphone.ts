/**
 * Microphones: which there are, and sound from one of them as frames of 512 samples, 16 kHz mono.
 *
 * Recording runs in a thread of its own (`microphone-worker.ts`). This side notices when that thread falls silent
 * or dies, starts another one, and reports; what was captured before has been handed on already.
 * @module
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { BugError, UserError, messageOf } from '../base/errors';
import type { MicrophoneWorkerData } from './microphone-worker';
import { defaultDevice, pvRecorder } from './recorder';
import { LoopControl, type LoopMessage } from './recording-loop';
import { SilenceWatch } from './silence-watch';

/** A device that can be recorded from. */
export interface Microphone {
  /** Changes when devices come and go: choose by name. */
  readonly index: number;
  readonly name: string;
  /** Whether the system would choose it. */
  readonly isDefault: boolean;
}

/** What happens to an open microphone. */
export type MicrophoneStatus =
  /** It records; comes again when it was lost and found, or when another one stands in for it. */
  | { readonly kind: 'open'; readonly device: string }
  /** It has given nothing but silence for 3 s. */
  | { readonly kind: 'silent' }
  /** After `silent`: it hears something again. */
  | { readonly kind: 'sound' }
  /** It is gone. The session looks for it until closed, and takes the default one if it stays away. */
  | { readonly kind: 'lost'; readonly device: string }
  /** It cannot be opened at all. Nothing more will come. */
  | { readonly kind: 'failed'; readonly message: string; readonly mend: string };

/** What to open and whom to tell. */
export interface MicrophoneOptions {
  /** A name of {@link listMicrophones}, or a part that only one of them has. The default one when absent. */
  readonly device?: string;
  /** Takes each frame: 512 samples at 16 kHz, its own to keep. */
  onFrame(samples: Int16Array): void;
  onStatus(status: MicrophoneStatus): void;
  /** Path of the built `microphone-worker.ts`; found by itself beside a bundle. */
  readonly workerScript?: string;
}

/** An open microphone. */
export interface MicrophoneSession {
  /** Closes it; nothing is handed on after the call, and the device is free when the promise is kept. */
  close(): Promise<void>;
}

const NO_MICROPHONE = 'plug one in, or allow access to it in the settings of the system';
/** How often the recording thread is looked after. */
const WATCH_MS = 1_000;
/** Looks without a sign of life before the thread counts as stuck: a read alone may take more than 1 s. */
const STUCK_AFTER_LOOKS = 4;
/** Threads in a row that may die without a frame before we give up. */
const MOST_STARTS = 3;
/** How long a thread may take to end by itself. */
const CLOSE_LIMIT_MS = 3_000;

/**
 * The microphones of this machine.
 * @throws UserError if this machine cannot record at all.
 */
export function listMicrophones(): Microphone[] {
  const names = pvRecorder.list();
  const real = names.flatMap((name, index) => (name === '' ? [] : [{ index, name }]));
  // Asking for the default costs a moment: not asked when there is no choice.
  const chosen = real.length > 1 ? defaultDevice() : real[0]?.name;
  return real.map((microphone) => ({ ...microphone, isDefault: microphone.name === chosen }));
}

/**
 * Opens a microphone; its first frame comes after a moment, up to 2 s with some sound servers.
 * @throws UserError if there is none, or none of that name.
 */
export function openMicrophone(options: MicrophoneOptions): MicrophoneSession {
  const names = pvRecorder.list().filter((name) => name !== '');
  if (names.length === 0) throw new UserError('no microphone found', NO_MICROPHONE);
  const device = options.device === undefined ? undefined : chooseMicrophone(names, options.device);
  return new Session(device, options);
}

/**
 * The one of `names` that `wanted` means: the name itself, or a part of it in any case.
 * @throws UserError if it is none or several of them.
 */
export function chooseMicrophone(names: readonly string[], wanted: string): string {
  if (names.includes(wanted)) return wanted;
  const part = wanted.toLowerCase();
  const matches = [...new Set(names)].filter((name) => name.toLowerCase().includes(part));
  if (matches.length === 1) return matches[0]!;
  const known = (matches.length > 1 ? matches : names).map((name) => `"${name}"`).join(', ');
  throw new UserError(
    matches.length > 1
      ? `"${wanted}" means several microphones`
      : `no microphone is called "${wanted}"`,
    `choose one of ${known}`,
  );
}

class Session implements MicrophoneSession {
  private readonly silence = new SilenceWatch();
  private readonly script: string;
  private readonly watch: NodeJS.Timeout;
  private worker: Worker;
  private control = new LoopControl();
  private lastBeats = -1;
  private quietLooks = 0;
  private starts = 0;
  private device: string;
  private closing: Promise<void> | undefined;

  constructor(
    private readonly wanted: string | undefined,
    private readonly options: MicrophoneOptions,
  ) {
    this.script = options.workerScript ?? findWorkerScript();
    this.device = wanted ?? 'the default microphone';
    this.worker = this.start();
    this.watch = setInterval(() => {
      this.look();
    }, WATCH_MS);
  }

  close(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }

  private start(): Worker {
    this.starts++;
    this.quietLooks = 0;
    this.control = new LoopControl();
    const data: MicrophoneWorkerData = { device: this.wanted, control: this.control.memory };
    const worker = new Worker(this.script, { workerData: data });
    // A thread that was given up may still speak: only the present one is heard.
    const ifPresent = (action: () => void): void => {
      if (this.worker === worker && this.closing === undefined) action();
    };
    worker.on('message', (message: LoopMessage) => {
      ifPresent(() => {
        this.take(message);
      });
    });
    worker.on('error', (error) => {
      ifPresent(() => {
        this.restart(messageOf(error));
      });
    });
    worker.on('exit', () => {
      ifPresent(() => {
        this.restart('its thread ended');
      });
    });
    return worker;
  }

  private take(message: LoopMessage): void {
    switch (message.kind) {
      case 'frame': {
        this.starts = 0;
        const news = this.silence.accept(message.samples);
        if (news !== undefined) this.options.onStatus({ kind: news });
        this.options.onFrame(message.samples);
        return;
      }
      case 'open':
        this.device = message.device;
        this.silence.reset();
        this.options.onStatus(message);
        return;
      case 'lost':
        this.options.onStatus(message);
        return;
      case 'failed':
        void this.close();
        this.options.onStatus(message);
        return;
    }
  }

  /** The heart beats in shared memory, so that a busy main thread is not taken for a dead recorder. */
  private look(): void {
    const { beats } = this.control;
    this.quietLooks = beats === this.lastBeats ? this.quietLooks + 1 : 0;
    this.lastBeats = beats;
    if (this.quietLooks >= STUCK_AFTER_LOOKS) this.restart('it does not answer');
  }

  private restart(reason: string): void {
    if (this.starts >= MOST_STARTS) {
      void this.close();
      this.options.onStatus({
        kind: 'failed',
        message: `${this.device} stopped recording (${reason})`,
        mend: 'plug it in again, or choose another one',
      });
      return;
    }
    this.control.stop();
    void this.worker.terminate();
    this.options.onStatus({ kind: 'lost', device: this.device });
    if (this.closing === undefined) this.worker = this.start();
  }

  private async end(): Promise<void> {
    clearInterval(this.watch);
    this.control.stop();
    const { worker } = this;
    let timer: NodeJS.Timeout | undefined;
    const ended = new Promise<void>((resolve) => {
      // A thread that is over already says nothing more.
      if (worker.threadId === -1) resolve();
      worker.once('exit', () => {
        resolve();
      });
      timer = setTimeout(resolve, CLOSE_LIMIT_MS);
    });
    await ended;
    clearTimeout(timer);
    await worker.terminate();
  }
}

/** Beside the bundle that this is part of; or, when run from the sources, beside the bundle of the command line. */
function findWorkerScript(): string {
  const built = ['.', '../../build/cli', '../../build/app']
    .map((folder) => join(__dirname, folder, 'microphone-worker.cjs'))
    .find((path) => existsSync(path));
  if (built === undefined) throw new BugError('Cannot find microphone-worker.cjs: build first');
  return built;
}

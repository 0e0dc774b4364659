/**
 * Dictations in the order they were spoken: the last one may still be listening while earlier ones are being
 * finished. The first in line owns the recogniser.
 * @module
 */
import type { DictationState } from '../src/protocol/ipc';
import type { Writing } from '../src/protocol/writing';
import type { RecognizerCommand, RecognizerMessage } from '../src/protocol/recognizer-messages';
import { DictationJob, SAMPLE_RATE } from './dictation-job';
import {
  findLeftover,
  type Leftover,
  readLeftover,
  RecordingSpool,
  removeLeftover,
} from './recording-spool';
import type { TranscriptStore } from './transcript-store';

/** Speech goes on a little after the key: this much is still heard after `stop`. */
const TAIL_MS = 400;
/** Most audio that waits in memory: five minutes, 10 MB. */
const BACKLOG_SAMPLES = 5 * 60 * SAMPLE_RATE;

/** What dictations need from the rest of the app. */
export interface DictationPorts {
  readonly store: TranscriptStore;
  /** Folder of the safety copies. */
  readonly folder: string;
  /** How the text of a dictation that begins now is written. */
  writing(): Writing;
  send(command: RecognizerCommand): void;
  /** Whether the microphone's samples are wanted. */
  setListening(listening: boolean): void;
  /** Something of {@link DictationView} has changed. */
  onChange(): void;
}

/** What a person is told about dictations. */
export interface DictationView {
  readonly dictation: DictationState;
  readonly recoverable: number | null;
  readonly behind: number;
  readonly skipped: number;
  readonly unsafe: string | null;
}

/** All dictations that are not final yet. */
export class Dictation {
  private jobs: DictationJob[] = [];
  private readonly spools = new Set<RecordingSpool>();
  private recognizerReady = false;
  private listening: { job: DictationJob; spool: RecordingSpool; since: number } | null = null;
  private tail: NodeJS.Timeout | null = null;
  private leftover: Leftover | null = null;
  private unsafe: string | null = null;
  private shown = '';

  constructor(private readonly ports: DictationPorts) {}

  /** What to show now. */
  get view(): DictationView {
    const state: DictationState =
      this.listening !== null && this.tail === null
        ? { kind: 'listening', since: this.listening.since }
        : { kind: this.jobs.length > 0 ? 'finishing' : 'idle' };
    return {
      dictation: state,
      recoverable: this.leftover === null ? null : this.leftover.samples / SAMPLE_RATE,
      behind: Math.floor(this.jobs.reduce((sum, job) => sum + job.behindSeconds, 0)),
      skipped: Math.ceil(this.jobs.reduce((sum, job) => sum + job.skippedSeconds, 0)),
      unsafe: this.unsafe,
    };
  }

  /** Starts to listen, with what was said just before. @returns false when it listens already. */
  start(preRoll: Int16Array): boolean {
    if (this.listening !== null && this.tail === null) return false;
    this.endTail();
    this.unsafe = null;
    const spool = new RecordingSpool(this.ports.folder, (reason) => {
      this.unsafe = reason;
      this.changed();
    });
    this.spools.add(spool);
    const job = this.enqueue(BACKLOG_SAMPLES, async () => {
      this.spools.delete(spool);
      await spool.remove();
    });
    this.listening = { job, spool, since: Date.now() };
    this.accept(preRoll);
    this.ports.setListening(true);
    this.changed();
    return true;
  }

  /** Stops to listen after a short tail. @returns false when it does not listen. */
  stop(): boolean {
    if (this.listening === null || this.tail !== null) return false;
    this.tail = setTimeout(() => {
      this.endTail();
    }, TAIL_MS);
    this.changed();
    return true;
  }

  /** Takes samples of the microphone. */
  accept(samples: Int16Array): void {
    if (this.listening === null) return;
    this.listening.spool.append(samples);
    this.listening.job.append(samples);
    this.changed();
  }

  /** Takes what the recogniser says. */
  hear(message: RecognizerMessage): void {
    this.jobs[0]?.accept(message);
    this.changed();
  }

  /** Whether a recogniser is there; a new one starts again at the last final text. */
  setRecognizer(ready: boolean): void {
    if (ready === this.recognizerReady) return;
    this.recognizerReady = ready;
    if (ready) this.jobs[0]?.run();
    else this.jobs[0]?.interrupt();
    this.changed();
  }

  /** Ends at once; what is not final yet stays on the disk for the next start. */
  async close(): Promise<void> {
    if (this.tail !== null) clearTimeout(this.tail);
    this.listening = null;
    await Promise.all([...this.spools].map((spool) => spool.close()));
  }

  /** Looks for what an earlier run left behind. */
  async look(): Promise<void> {
    this.leftover = await findLeftover(this.ports.folder);
    this.changed();
  }

  /** Recognises what an earlier run left behind. */
  async recover(): Promise<void> {
    const leftover = this.leftover;
    if (leftover === null) return;
    this.leftover = null;
    const samples = await readLeftover(leftover);
    const job = this.enqueue(samples.length, async () => {
      await removeLeftover(leftover);
      await this.look();
    });
    job.append(samples);
    job.end();
    this.changed();
  }

  /** Deletes what an earlier run left behind. */
  async discard(): Promise<void> {
    const leftover = this.leftover;
    this.leftover = null;
    if (leftover !== null) await removeLeftover(leftover);
    await this.look();
  }

  private enqueue(capacity: number, onDone: () => Promise<void>): DictationJob {
    const job = new DictationJob(
      {
        send: (command) => {
          this.ports.send(command);
        },
        onPartial: (partial) => {
          this.ports.store.setPartial(partial);
        },
        onFinal: ({ text, scratches }) => {
          this.ports.store.takeBack(scratches ?? 0);
          this.ports.store.add(text);
        },
        onDone: () => {
          this.jobs = this.jobs.filter((other) => other !== job);
          void onDone();
          this.jobs[0]?.run();
        },
      },
      capacity,
      this.ports.writing(),
    );
    this.jobs.push(job);
    if (this.jobs.length === 1 && this.recognizerReady) job.run();
    return job;
  }

  private endTail(): void {
    if (this.tail === null) return;
    clearTimeout(this.tail);
    this.tail = null;
    this.listening?.job.end();
    this.listening = null;
    this.ports.setListening(false);
    this.changed();
  }

  /** Tells of a change only when something that is shown has changed: frames come 30 times a second. */
  private changed(): void {
    const shown = JSON.stringify(this.view);
    if (shown === this.shown) return;
    this.shown = shown;
    this.ports.onChange();
  }
}

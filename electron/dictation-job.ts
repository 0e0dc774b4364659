/**
 * One dictation on its way through the recogniser: from the first sample to the last final text, over any
 * number of recogniser processes.
 * @module
 */
import type { PartialText } from '../src/protocol/ipc';
import type { RecognizerCommand, RecognizerMessage } from '../src/protocol/recognizer-messages';
import type { Utterance } from '../src/protocol/transcript';
import type { Writing } from '../src/protocol/writing';
import { AudioBacklog } from './audio-backlog';

/** Samples a second, everywhere in this project. */
export const SAMPLE_RATE = 16_000;
/** Most audio in one message: half a second, so that partial text stays fluent while catching up. */
const MAX_BLOCK = SAMPLE_RATE / 2;
/** Most audio that is sent ahead of what the recogniser has worked off. */
const MAX_AHEAD = 2 * SAMPLE_RATE;

/** Where the job's words and commands go. */
export interface JobListener {
  send(command: RecognizerCommand): void;
  onPartial(partial: PartialText | null): void;
  onFinal(result: Utterance): void;
  onDone(): void;
}

/** The state of one dictation; it is fed by `append` and `end`, and driven by the recogniser's messages. */
export class DictationJob {
  private readonly backlog: AudioBacklog;
  /** Position in the dictation at which the present stream of the recogniser began. */
  private origin = 0;
  private heard = 0;
  private running = false;
  private ended = false;
  private finishSent = false;

  /**
   * @param capacity Most samples that are kept for the recogniser.
   * @param writing How its final text is written.
   */
  constructor(
    private readonly listener: JobListener,
    capacity: number,
    private readonly writing: Writing,
  ) {
    this.backlog = new AudioBacklog(capacity);
  }

  /** Seconds of audio that wait to be recognised. */
  get behindSeconds(): number {
    return Math.max(0, this.backlog.length - this.heard) / SAMPLE_RATE;
  }

  /** Seconds of audio that had to be given up. */
  get skippedSeconds(): number {
    return this.backlog.skipped / SAMPLE_RATE;
  }

  /** Adds audio. */
  append(samples: Int16Array): void {
    if (this.ended) return;
    this.backlog.append(samples);
    this.pump();
  }

  /** No audio comes any more: what is left is recognised, then the job is done. */
  end(): void {
    this.ended = true;
    this.pump();
  }

  /** Gets a ready recogniser, for the first time or again after one died; starts at the last final text. */
  run(): void {
    this.backlog.rewind();
    this.origin = this.backlog.keptFrom;
    this.heard = this.origin;
    this.running = true;
    this.finishSent = false;
    this.listener.send({ kind: 'begin', writing: this.writing });
    this.pump();
  }

  /** The recogniser died. Its partial text is void; the audio is still here. */
  interrupt(): void {
    this.running = false;
    this.listener.onPartial(null);
  }

  /** Takes what the recogniser says about this job. */
  accept(message: RecognizerMessage): void {
    if (!this.running) return;
    switch (message.kind) {
      case 'heard':
        // Positions given up count as heard: the recogniser cannot work them off.
        this.heard = Math.max(this.backlog.keptFrom, this.origin + message.samples);
        this.pump();
        return;
      case 'event':
        this.acceptEvent(message.event);
        return;
      case 'finished':
        this.running = false;
        this.listener.onPartial(null);
        this.listener.onDone();
        return;
      case 'ready':
      case 'failed':
        return;
    }
  }

  private acceptEvent(event: Extract<RecognizerMessage, { kind: 'event' }>['event']): void {
    if (event.kind === 'partial') {
      this.listener.onPartial({ committed: event.committed, tentative: event.tentative });
      return;
    }
    this.listener.onPartial(null);
    this.listener.onFinal(event.result);
    this.backlog.trim(
      Math.min(this.backlog.sentUpTo, this.origin + Math.round(event.result.end * SAMPLE_RATE)),
    );
  }

  private pump(): void {
    if (!this.running) return;
    while (this.backlog.sentUpTo - this.heard < MAX_AHEAD) {
      const samples = this.backlog.take(MAX_BLOCK);
      if (samples === null) break;
      this.listener.send({ kind: 'audio', samples });
    }
    if (this.ended && !this.finishSent && this.backlog.sentUpTo === this.backlog.length) {
      this.finishSent = true;
      this.listener.send({ kind: 'finish' });
    }
  }
}

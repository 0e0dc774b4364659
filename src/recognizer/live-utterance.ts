/**
 * One utterance while it is being spoken: chunks through the network for the live text (first pass), and all its
 * frames and steps kept for the second pass.
 * @module
 */
import type { AcousticNetwork, ChunkedForward } from '../acoustic/acoustic-network';
import type { Matrix } from '../base/matrix';
import { STEP_SAMPLES, STEP_SECONDS } from '../features/definition';
import type { FeatureStatistics } from '../features/running-mean';
import type { PunctuationTagger } from '../language/punctuation-tagger';
import { quietestFrame, type UtteranceState } from './endpoint';
import { FrontEnd, stepMatrix } from './front-end';
import type { FirstPass } from './first-pass';
import type { LiveText } from './live-text';
import type { PhoneDecoder } from './phone-decoder';
import { VOICE_FRAME_SAMPLES, VOICE_FRAME_SECONDS, type VoiceFrame } from './voice-activity';

/** What the utterances of one recogniser share. */
export interface UtteranceParts {
  readonly network: AcousticNetwork;
  readonly statistics: FeatureStatistics;
  /** Units without the blank; ' ' separates words. */
  readonly alphabet: readonly string[];
  /** From phones to words, where the model can. */
  readonly phones?: PhoneDecoder;
  /** Marks and capitals, where the model can; made at the first use. */
  readonly punctuation?: () => PunctuationTagger;
}

/** `VOICE_FRAME_SAMPLES` samples of a stream (fewer at its very end) and what the voice activity said of them. */
export interface HeardFrame extends VoiceFrame {
  readonly samples: Int16Array;
}

/** An utterance that is too long is cut at the quietest point of its last 5 s. */
const CUT_WINDOW_FRAMES = Math.ceil(5 / VOICE_FRAME_SECONDS);

/** The utterance being spoken; made at its onset, thrown away at its endpoint. */
export class LiveUtterance {
  private readonly frontEnd: FrontEnd;
  private readonly chunks: ChunkedForward;
  private readonly frames: HeardFrame[] = [];
  private readonly steps: Float32Array[] = [];
  private framesToLastVoice = 0;
  private decoded = 0;

  /**
   * @param parts Network, statistics and alphabet.
   * @param startSample Where in the stream its first sample stands; negative if room was added before it.
   * @param reader What reads it; new for each utterance.
   */
  constructor(
    parts: UtteranceParts,
    readonly startSample: number,
    private readonly reader: FirstPass,
  ) {
    this.frontEnd = new FrontEnd(parts.statistics);
    this.chunks = parts.network.openChunks(reader.output);
  }

  /** Takes a frame in and runs the first pass over every chunk whose right context is there. */
  accept(frame: HeardFrame): void {
    this.frames.push(frame);
    if (frame.voiced) this.framesToLastVoice = this.frames.length;
    this.steps.push(...this.frontEnd.accept(frame.samples));
    const needed = this.chunks.chunkSteps + this.chunks.contextSteps;
    while (this.steps.length - this.decoded >= needed) this.firstPass(this.chunks.chunkSteps);
  }

  /** Runs the first pass over what is left; nothing may be accepted afterwards. */
  flush(): void {
    while (this.decoded < this.steps.length) {
      this.firstPass(Math.min(this.chunks.chunkSteps, this.steps.length - this.decoded));
    }
    this.reader.finish();
  }

  private firstPass(rows: number): void {
    const end = Math.min(this.steps.length, this.decoded + rows + this.chunks.contextSteps);
    this.reader.accept(this.chunks.forward(stepMatrix(this.steps, this.decoded, end), rows));
    this.decoded += rows;
  }

  /** Frees what the network keeps for it; needed once, at its end. */
  close(): void {
    this.chunks.close();
  }

  /** Words so far. */
  get text(): LiveText {
    return this.reader.text;
  }

  /** What endpointing must know. */
  get state(): UtteranceState {
    const length = this.frames.length * VOICE_FRAME_SECONDS;
    return {
      hasText: this.reader.hasUnits,
      voiceSilence: (this.frames.length - this.framesToLastVoice) * VOICE_FRAME_SECONDS,
      blankSilence: length - this.reader.lastEnd * STEP_SECONDS,
      length,
    };
  }

  /** The frame at which an utterance that is too long is best cut. */
  quietestRecentFrame(): number {
    const levels = this.frames.map((frame) => frame.level);
    return quietestFrame(levels, Math.max(1, levels.length - CUT_WINDOW_FRAMES));
  }

  /** The frames from `index` on; with no `index`, those after the last voiced one. */
  framesFrom(index = this.framesToLastVoice): readonly HeardFrame[] {
    return this.frames.slice(index);
  }

  /** Steps for the second pass: all whole ones, or those that begin before frame `endFrame`. */
  stepsUntil(endFrame?: number): Matrix {
    if (endFrame === undefined) return stepMatrix(this.steps, 0, this.steps.length);
    const most = Math.floor((endFrame * VOICE_FRAME_SAMPLES) / STEP_SAMPLES);
    return stepMatrix(this.steps, 0, Math.min(this.steps.length, most));
  }
}

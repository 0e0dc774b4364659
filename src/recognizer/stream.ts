/**
 * One live stream: finds utterances, shows their text while they are spoken, and says it finally at their end.
 * @module
 */
import { SAMPLE_RATE } from '../features/definition';
import { padShortClip } from '../features/short-clip';
import type { TranscriptEvent } from '../protocol/transcript';
import { ENDPOINT_RULES, endpointOf, type EndpointAction, type EndpointRule } from './endpoint';
import { LiveUtterance, type HeardFrame, type UtteranceParts } from './live-utterance';
import type { OpenFirstPass } from './first-pass';
import type { SecondPass } from './second-pass';
import {
  OPENING_SECONDS,
  QUIETEST_VOICE,
  SILENT_LEVEL,
  VOICE_FRAME_SAMPLES,
  VOICE_FRAME_SECONDS,
  VoiceActivity,
} from './voice-activity';

/** Audio kept from before the onset: first sounds are softer than the onset. */
const PRE_ROLL_FRAMES = Math.ceil(0.45 / VOICE_FRAME_SECONDS);
/** A stream may begin in the middle of a word, where no floor is known: so much of its beginning is kept. */
const OPENING_FRAMES = Math.ceil(OPENING_SECONDS / VOICE_FRAME_SECONDS);

/** A live transcript in the making. Feeding it in any blocks gives the same events. */
export interface RecognizerStream {
  /**
   * Takes the next samples.
   * @param samples 16 kHz mono, any count.
   * @returns What these samples made known, in order.
   * @throws TypeError after `finish`.
   */
  accept(samples: Int16Array): TranscriptEvent[];
  /**
   * Ends the stream: the utterance in progress becomes final.
   * @throws TypeError the second time.
   */
  finish(): TranscriptEvent[];
}

/** What was shown of the utterance in progress. */
interface Shown {
  readonly index: number;
  readonly committed: string;
  readonly tentative: string;
}

type Phase =
  /** Nobody speaks: the last frames are kept as pre-roll. */
  | { readonly kind: 'waiting'; readonly kept: HeardFrame[] }
  | { readonly kind: 'speaking'; readonly utterance: LiveUtterance; shown: Shown | undefined }
  | { readonly kind: 'finished' };

type Speaking = Extract<Phase, { kind: 'speaking' }>;

/** The one implementation of `RecognizerStream`: all mutable state of a stream is in here. */
export class LiveStream implements RecognizerStream {
  private readonly voice = new VoiceActivity();
  private readonly block = new Int16Array(VOICE_FRAME_SAMPLES);
  private filled = 0;
  private framesHeard = 0;
  private phase: Phase = { kind: 'waiting', kept: [] };
  private utterancesShown = 0;
  private events: TranscriptEvent[] = [];

  constructor(
    private readonly parts: UtteranceParts,
    private readonly openFirstPass: OpenFirstPass,
    private readonly secondPass: SecondPass,
    private readonly rules: readonly EndpointRule[] = ENDPOINT_RULES,
  ) {}

  accept(samples: Int16Array): TranscriptEvent[] {
    this.refuseIfFinished();
    for (let taken = 0; taken < samples.length;) {
      const part = samples.subarray(taken, taken + this.block.length - this.filled);
      this.block.set(part, this.filled);
      this.filled += part.length;
      taken += part.length;
      if (this.filled === this.block.length) {
        this.filled = 0;
        this.acceptFrame(this.block.slice());
      }
    }
    return this.takeEvents();
  }

  finish(): TranscriptEvent[] {
    this.refuseIfFinished();
    const rest = this.block.slice(0, this.filled);
    const speaking = this.shortClip(rest) ?? this.lastUtterance(rest);
    if (speaking !== undefined) this.end(speaking);
    this.phase = { kind: 'finished' };
    return this.takeEvents();
  }

  /** A whole stream of less than half a second, with the room around it that training gave such clips. */
  private shortClip(rest: Int16Array): Speaking | undefined {
    const frames =
      this.phase.kind === 'waiting'
        ? this.phase.kept
        : this.phase.kind === 'speaking'
          ? this.phase.utterance.framesFrom(0)
          : [];
    const whole = new Int16Array(this.samplesHeard);
    if (padShortClip(whole) === whole || !isLoud(frames)) return undefined;
    let at = 0;
    for (const samples of [...frames.map((frame) => frame.samples), rest]) {
      whole.set(samples, at);
      at += samples.length;
    }
    if (this.phase.kind === 'speaking') this.phase.utterance.close();
    const samples = padShortClip(whole);
    const padding = (samples.length - whole.length) >> 1;
    return this.begin([{ samples, voiced: true, level: 0 }], -padding);
  }

  /** The utterance in progress; or the stream, if it is over before a floor could be known. */
  private lastUtterance(rest: Int16Array): Speaking | undefined {
    const { phase } = this;
    if (phase.kind === 'speaking') {
      phase.utterance.accept({ samples: rest, voiced: false, level: SILENT_LEVEL });
      return phase;
    }
    const opening = this.framesHeard <= OPENING_FRAMES;
    if (phase.kind !== 'waiting' || !opening || !isLoud(phase.kept)) return undefined;
    return this.begin([...phase.kept, { samples: rest, voiced: false, level: SILENT_LEVEL }], 0);
  }

  private get samplesHeard(): number {
    return this.framesHeard * VOICE_FRAME_SAMPLES + this.filled;
  }

  private acceptFrame(samples: Int16Array): void {
    const frame: HeardFrame = { samples, ...this.voice.accept(samples) };
    this.framesHeard++;
    switch (this.phase.kind) {
      case 'waiting':
        this.wait(frame, this.phase.kept);
        break;
      case 'speaking':
        this.phase.utterance.accept(frame);
        this.show(this.phase);
        this.endIfRuled(this.phase);
        break;
      case 'finished':
        break;
    }
  }

  private wait(frame: HeardFrame, kept: HeardFrame[]): void {
    kept.push(frame);
    if (frame.voiced) {
      this.phase = this.begin(kept, (this.framesHeard - kept.length) * VOICE_FRAME_SAMPLES);
      this.show(this.phase);
    } else if (this.framesHeard > OPENING_FRAMES) {
      kept.splice(0, kept.length - PRE_ROLL_FRAMES);
    }
  }

  private begin(frames: readonly HeardFrame[], startSample: number): Speaking {
    const utterance = new LiveUtterance(this.parts, startSample, this.openFirstPass());
    for (const frame of frames) utterance.accept(frame);
    return { kind: 'speaking', utterance, shown: undefined };
  }

  private endIfRuled(speaking: Speaking): void {
    const rule = endpointOf(speaking.utterance.state, this.rules);
    if (rule !== undefined) this.phase = this.follow(rule.action, speaking);
  }

  private follow(action: EndpointAction, speaking: Speaking): Phase {
    const { utterance } = speaking;
    switch (action) {
      case 'cut': {
        const cut = utterance.quietestRecentFrame();
        this.end(speaking, cut);
        const rest = utterance.framesFrom(cut);
        return this.begin(rest, (this.framesHeard - rest.length) * VOICE_FRAME_SAMPLES);
      }
      case 'finish':
        this.end(speaking);
        return { kind: 'waiting', kept: utterance.framesFrom().slice(-PRE_ROLL_FRAMES) };
      case 'discard':
        utterance.close();
        return { kind: 'waiting', kept: utterance.framesFrom().slice(-PRE_ROLL_FRAMES) };
    }
  }

  /** Says the live text if it has changed. */
  private show(speaking: Speaking): void {
    const { committed, tentative } = speaking.utterance.text;
    const { shown } = speaking;
    if (committed === (shown?.committed ?? '') && tentative === (shown?.tentative ?? '')) return;
    const index = shown?.index ?? this.utterancesShown++;
    speaking.shown = { index, committed, tentative };
    this.events.push({ kind: 'partial', utterance: index, committed, tentative });
  }

  /** Second pass over the utterance, up to `endFrame` if it is cut. Silence that was never shown stays unsaid. */
  private end(speaking: Speaking, endFrame?: number): void {
    const { utterance } = speaking;
    utterance.flush();
    this.show(speaking);
    const endSample =
      endFrame === undefined
        ? this.samplesHeard
        : utterance.startSample + endFrame * VOICE_FRAME_SAMPLES;
    const offset = utterance.startSample / SAMPLE_RATE;
    const span = { start: Math.max(0, offset), end: endSample / SAMPLE_RATE };
    const result = this.secondPass(utterance.stepsUntil(endFrame), offset, span);
    utterance.close();
    if (result.text === '' && speaking.shown === undefined) return;
    const index = speaking.shown?.index ?? this.utterancesShown++;
    this.events.push({ kind: 'final', utterance: index, result });
  }

  private takeEvents(): TranscriptEvent[] {
    const events = this.events;
    this.events = [];
    return events;
  }

  private refuseIfFinished(): void {
    if (this.phase.kind === 'finished') {
      throw new TypeError('Cannot feed the stream as it must be open: current state is finished');
    }
  }
}

function isLoud(frames: readonly HeardFrame[]): boolean {
  return frames.some((frame) => frame.level >= QUIETEST_VOICE);
}

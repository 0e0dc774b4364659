/**
 * The text of a whole recording of any length in constant memory: cut at pauses, or as a live stream would hear it.
 * @module
 */
import type { AudioSource } from '../audio/decode-file';
import { PauseSplitter } from '../audio/pause-splitter';
import { SAMPLE_RATE } from '../features/definition';
import type { TranscriptEvent, Utterance } from '../protocol/transcript';
import type { ReadableText } from './readable-text';
import type { Recognizer } from './recognizer';

/** How a recording is transcribed. */
export interface TranscribeSourceOptions {
  /** Hear it as a live stream: two passes, endpoints. Default: pieces between pauses, one pass. */
  readonly stream?: boolean;
  /** Makes the text readable; as it was said where nothing is given. */
  readonly text?: ReadableText;
  /** Called with the seconds of audio that are done. */
  readonly onProgress?: (seconds: number) => void;
}

/** What was said in a recording. */
export interface SourceTranscript {
  /** Seconds of audio. */
  readonly duration: number;
  /** In order, none of them empty, without those that were taken back. */
  readonly utterances: readonly Utterance[];
  /** With `stream`: the live text that stood there just before each utterance became final. */
  readonly firstPass?: string;
}

/**
 * Transcribes `source` from its first sample to its last.
 * @throws UserError if the recording cannot be decoded.
 */
export async function transcribeSource(
  recognizer: Recognizer,
  source: AudioSource,
  options: TranscribeSourceOptions = {},
): Promise<SourceTranscript> {
  const hearer =
    options.stream === true ? new StreamHearer(recognizer) : new PieceHearer(recognizer);
  let samples = 0;
  for await (const block of source.blocks()) {
    hearer.accept(block);
    samples += block.length;
    options.onProgress?.(samples / SAMPLE_RATE);
  }
  const heard = hearer.finish();
  return {
    duration: samples / SAMPLE_RATE,
    ...heard,
    utterances: written(heard.utterances, options.text),
  };
}

/** Readable utterances; those that a command takes back are gone. */
function written(utterances: readonly Utterance[], text?: ReadableText): readonly Utterance[] {
  if (text === undefined) return utterances;
  const result: Utterance[] = [];
  for (const utterance of utterances) {
    const { scratches = 0, ...readable } = text.write(utterance);
    result.splice(Math.max(0, result.length - scratches), scratches);
    if (readable.text !== '') result.push(readable);
  }
  return result;
}

type Heard = Omit<SourceTranscript, 'duration'>;

/** Pieces of at most 20 s, cut at pauses, each decoded once as a whole. */
class PieceHearer {
  private readonly splitter = new PauseSplitter();
  private readonly utterances: Utterance[] = [];

  constructor(private readonly recognizer: Recognizer) {}

  accept(samples: Int16Array): void {
    this.decode(this.splitter.accept(samples));
  }

  finish(): Heard {
    this.decode(this.splitter.finish());
    return { utterances: this.utterances };
  }

  private decode(pieces: ReturnType<PauseSplitter['accept']>): void {
    for (const piece of pieces) {
      const utterance = this.recognizer.transcribe(piece.samples, piece.startSample / SAMPLE_RATE);
      if (utterance.text !== '') this.utterances.push(utterance);
    }
  }
}

/** The events of a live stream. */
class StreamHearer {
  private readonly stream;
  private readonly utterances: Utterance[] = [];
  private readonly firstPass: string[] = [];
  private lastPartial = '';

  constructor(recognizer: Recognizer) {
    this.stream = recognizer.openStream();
  }

  accept(samples: Int16Array): void {
    this.stream.accept(samples).forEach(this.note);
  }

  finish(): Heard {
    this.stream.finish().forEach(this.note);
    return { utterances: this.utterances, firstPass: this.firstPass.join(' ') };
  }

  private readonly note = (event: TranscriptEvent): void => {
    switch (event.kind) {
      case 'partial':
        this.lastPartial = `${event.committed} ${event.tentative}`.trim();
        break;
      case 'final':
        if (this.lastPartial !== '') this.firstPass.push(this.lastPartial);
        this.lastPartial = '';
        if (event.result.text !== '') this.utterances.push(event.result);
        break;
    }
  };
}

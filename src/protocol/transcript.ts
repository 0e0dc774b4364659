/**
 * What a recogniser says: words, utterances and the events of a live stream. All times are seconds.
 * @module
 */

/** One recognised word; `confidence` is in [0, 1]. */
export interface Word {
  readonly word: string;
  readonly start: number;
  readonly end: number;
  readonly confidence: number;
}

/** A stretch of speech between two pauses. */
export interface Utterance {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly words: readonly Word[];
  /** How many utterances before this one a spoken command takes back; none where nothing is said. */
  readonly scratches?: number;
}

/**
 * `partial`: text of the utterance that is being spoken. `committed` never changes before the final,
 * `tentative` may. `final`: the utterance has ended and will not change any more.
 */
export type TranscriptEvent =
  | {
      readonly kind: 'partial';
      readonly utterance: number;
      readonly committed: string;
      readonly tentative: string;
    }
  | { readonly kind: 'final'; readonly utterance: number; readonly result: Utterance };

/** A transcribed file: the `json` line of `skald transcribe`. */
export interface FileTranscript {
  readonly file: string;
  readonly duration: number;
  readonly text: string;
  readonly words: readonly Word[];
  readonly realTimeFactor: number;
}

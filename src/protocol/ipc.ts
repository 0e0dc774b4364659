/**
 * Everything that crosses the border between the window and the main process: the two channels, what the
 * window may ask for, what the main process tells it. Guards for the untrusted side: `request-guard.ts`.
 * @module
 */

import type { Writing, WritingSwitch } from './writing';

/** The window asks, the main process answers with an {@link AppReply}. */
export const REQUEST_CHANNEL = 'skald:request';
/** The main process tells the window an {@link AppEvent}. */
export const EVENT_CHANNEL = 'skald:event';

/** Longest microphone name that is accepted from anywhere, in UTF-16 units. */
export const MAX_DEVICE_NAME = 256;

/** What the window may ask for. Nothing here names a file, a URL or a program. */
export type AppRequest =
  | { readonly kind: 'snapshot' }
  | { readonly kind: 'start' }
  | { readonly kind: 'stop' }
  | { readonly kind: 'copy' }
  | { readonly kind: 'clear' }
  | { readonly kind: 'restore' }
  | { readonly kind: 'refresh-microphones' }
  /** `name: null` follows the system's default microphone. */
  | { readonly kind: 'choose-microphone'; readonly name: string | null }
  /** Whether the microphone stays open, unrecorded, while the window is visible. */
  | { readonly kind: 'keep-ready'; readonly on: boolean }
  /** How the text of the next dictations is written. */
  | { readonly kind: 'write'; readonly name: WritingSwitch; readonly on: boolean }
  | { readonly kind: 'retry-recognizer' }
  | { readonly kind: 'recover' }
  | { readonly kind: 'discard-recovery' };

/** The answer to a request; `refused` means that the request made no sense in the present state. */
export type AppReply =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused' }
  | { readonly kind: 'snapshot'; readonly snapshot: Snapshot };

/** What the main process tells the window. */
export type AppEvent =
  | { readonly kind: 'state'; readonly state: AppState }
  /** Loudness of the last frames, dBFS, at about 30 Hz while the microphone is open. */
  | { readonly kind: 'level'; readonly rms: number; readonly peak: number }
  | { readonly kind: 'partial'; readonly partial: PartialText | null }
  | { readonly kind: 'paragraph'; readonly paragraph: Paragraph }
  /** The whole transcript was replaced: cleared, or brought back. */
  | { readonly kind: 'transcript'; readonly paragraphs: readonly Paragraph[] };

/** All that a window needs to draw itself, also after a reload. */
export interface Snapshot {
  readonly state: AppState;
  readonly paragraphs: readonly Paragraph[];
  readonly partial: PartialText | null;
}

/** A final utterance; `id` grows and is never used twice while the app runs. */
export interface Paragraph {
  readonly id: number;
  readonly text: string;
}

/** Text of the utterance being spoken; `committed` will stand, `tentative` may still change. */
export interface PartialText {
  readonly committed: string;
  readonly tentative: string;
}

/** How the parts of the app are doing. Small: it is sent whole at every change. */
export interface AppState {
  readonly recognizer: RecognizerState;
  readonly capture: CaptureState;
  readonly dictation: DictationState;
  readonly microphones: readonly string[];
  readonly chosenMicrophone: string | null;
  readonly keepReady: boolean;
  readonly writing: Writing;
  /** Length of a dictation that an earlier run could not finish, in seconds. */
  readonly recoverable: number | null;
  /** Whether cleared text can still be brought back. */
  readonly restorable: boolean;
  /** Audio that waits to be recognised, whole seconds; 0 when all keeps up. */
  readonly behind: number;
  /** Audio of this dictation that had to be given up, whole seconds. */
  readonly skipped: number;
  /** Why the current dictation is not kept safe on the disk, or null when it is. */
  readonly unsafe: string | null;
  /** Why the last choice of a setting is not remembered, or null when it is. */
  readonly unsaved: string | null;
}

/** The recogniser process. */
export type RecognizerState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'restarting' }
  | { readonly kind: 'failed'; readonly message: string; readonly mend: string };

/** The microphone. It hears, and its sign shows, in `open` and nowhere else. */
export type CaptureState =
  | { readonly kind: 'closed' }
  | { readonly kind: 'opening' }
  | { readonly kind: 'open'; readonly device: string; readonly silent: boolean }
  | { readonly kind: 'lost'; readonly device: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'failed'; readonly message: string; readonly mend: string };

/** What the person is doing; `since` is in milliseconds of `Date.now()`. */
export type DictationState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'listening'; readonly since: number }
  | { readonly kind: 'finishing' };

/** What the preload script gives the window as `window.skald`. */
export interface Bridge {
  request(request: AppRequest): Promise<AppReply>;
  /** Returns the function that ends the subscription. */
  onEvent(listener: (event: AppEvent) => void): () => void;
}

/**
 * What the main process and the recogniser process say to each other over their MessagePort, with the
 * guards for both ends. The recogniser parses model files and audio, so what it says is checked too.
 * @module
 */
import { fieldOf, hasOnly, isCount, isMeasure, isRecord, isText } from './record';
import type { TranscriptEvent, Utterance, Word } from './transcript';
import { isWriting, type Writing } from './writing';

/** Longest block of samples in one message: 10 s at 16 kHz. */
export const MAX_AUDIO_SAMPLES = 160_000;
const MAX_TEXT = 100_000;
const MAX_WORDS = 20_000;
const MAX_MESSAGE = 2_000;

/** Main process to recogniser. `begin` opens a stream whose final text is written so, `finish` ends it; audio is 16 kHz mono. */
export type RecognizerCommand =
  | { readonly kind: 'begin'; readonly writing: Writing }
  | { readonly kind: 'audio'; readonly samples: Int16Array }
  | { readonly kind: 'finish' };

/** Recogniser to main process. */
export type RecognizerMessage =
  /** The model is loaded. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'event'; readonly event: TranscriptEvent }
  /** `samples` of the current stream are worked off: the sign to send more. */
  | { readonly kind: 'heard'; readonly samples: number }
  /** The stream has said all it will say. */
  | { readonly kind: 'finished' }
  | { readonly kind: 'failed'; readonly message: string; readonly mend: string };

/** True when `value` is a command for the recogniser. */
export function isRecognizerCommand(value: unknown): value is RecognizerCommand {
  if (!isRecord(value)) return false;
  switch (fieldOf(value, 'kind')) {
    case 'begin':
      return hasOnly(value, ['kind', 'writing']) && isWriting(fieldOf(value, 'writing'));
    case 'finish':
      return hasOnly(value, ['kind']);
    case 'audio': {
      const samples = fieldOf(value, 'samples');
      return samples instanceof Int16Array && samples.length <= MAX_AUDIO_SAMPLES;
    }
    default:
      return false;
  }
}

/** True when `value` is something a recogniser may say. */
export function isRecognizerMessage(value: unknown): value is RecognizerMessage {
  if (!isRecord(value)) return false;
  switch (fieldOf(value, 'kind')) {
    case 'ready':
    case 'finished':
      return hasOnly(value, ['kind']);
    case 'heard':
      return isCount(fieldOf(value, 'samples'));
    case 'event':
      return isTranscriptEvent(fieldOf(value, 'event'));
    case 'failed':
      return (
        isText(fieldOf(value, 'message'), MAX_MESSAGE) &&
        isText(fieldOf(value, 'mend'), MAX_MESSAGE)
      );
    default:
      return false;
  }
}

/** True for an event of a live transcript. */
export function isTranscriptEvent(value: unknown): value is TranscriptEvent {
  if (!isRecord(value) || !isCount(fieldOf(value, 'utterance'))) return false;
  switch (fieldOf(value, 'kind')) {
    case 'partial':
      return (
        isText(fieldOf(value, 'committed'), MAX_TEXT) &&
        isText(fieldOf(value, 'tentative'), MAX_TEXT)
      );
    case 'final':
      return isUtterance(fieldOf(value, 'result'));
    default:
      return false;
  }
}

function isUtterance(value: unknown): value is Utterance {
  if (!isRecord(value) || !isSpan(value)) return false;
  const words = fieldOf(value, 'words');
  const scratches = fieldOf(value, 'scratches');
  return (
    (scratches === undefined || isCount(scratches)) &&
    isText(fieldOf(value, 'text'), MAX_TEXT) &&
    Array.isArray(words) &&
    words.length <= MAX_WORDS &&
    words.every(isWord)
  );
}

function isWord(value: unknown): value is Word {
  if (!isRecord(value) || !isSpan(value) || !isText(fieldOf(value, 'word'), MAX_TEXT)) return false;
  const confidence = fieldOf(value, 'confidence');
  return isMeasure(confidence) && confidence <= 1;
}

/** A start and an end in seconds, in order. */
function isSpan(record: Readonly<Record<string, unknown>>): boolean {
  const start = fieldOf(record, 'start');
  const end = fieldOf(record, 'end');
  return isMeasure(start) && isMeasure(end) && start <= end;
}

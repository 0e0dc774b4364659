/**
 * What to tell a person when something is wrong: one line at a time, the most important one, always with
 * what to do.
 * @module
 */
import type { AppState } from '../src/protocol/ipc';
import { TEXT } from './text';

/** One line; `retry` when trying again may help. */
export interface Problem {
  readonly text: string;
  readonly tone: 'error' | 'hint';
  readonly retry: boolean;
}

/** The problem to show for `state`, or null when all is well. */
export function problemOf(state: AppState): Problem | null {
  const { recognizer, capture, dictation, chosenMicrophone } = state;
  if (recognizer.kind === 'failed') {
    return error(TEXT.recognizerFailed(recognizer.message, recognizer.mend), true);
  }
  if (capture.kind === 'absent') return error(TEXT.absent);
  if (capture.kind === 'lost') return error(TEXT.lost(capture.device));
  if (capture.kind === 'failed') return error(TEXT.captureFailed(capture.message, capture.mend));
  if (state.unsafe !== null) return error(TEXT.unsafe(state.unsafe));
  if (state.unsaved !== null) return error(TEXT.unsaved(state.unsaved));
  if (state.skipped > 0) return error(TEXT.skipped(state.skipped));
  if (capture.kind === 'open' && chosenMicrophone !== null && capture.device !== chosenMicrophone) {
    return hint(TEXT.standIn(chosenMicrophone, capture.device));
  }
  if (capture.kind === 'open' && capture.silent) return hint(TEXT.silent(capture.device));
  if (recognizer.kind === 'restarting') return hint(TEXT.restarting);
  if (recognizer.kind === 'ready' && dictation.kind !== 'idle' && state.behind >= LATE_SECONDS) {
    return hint(TEXT.behind(state.behind));
  }
  return null;
}

/** Delay from which a person notices that text lags behind. */
const LATE_SECONDS = 3;

function error(text: string, retry = false): Problem {
  return { text, tone: 'error', retry };
}

function hint(text: string): Problem {
  return { text, tone: 'hint', retry: false };
}

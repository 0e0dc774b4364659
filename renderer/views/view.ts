/**
 * What all views have in common: an element, and a way to take the newest state of the app.
 * @module
 */
import type { AppState } from '../../src/protocol/ipc';

/** A part of the window. */
export interface View {
  readonly element: HTMLElement;
  update(state: AppState): void;
}

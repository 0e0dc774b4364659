/**
 * The app as the window sees it: what the preload script left on `window`.
 * @module
 */
import type { AppRequest, Bridge } from '../src/protocol/ipc';

declare global {
  interface Window {
    readonly skald: Bridge;
  }
}

/** Asks for something; true when it was done. */
export async function ask(request: AppRequest): Promise<boolean> {
  const { kind } = await window.skald.request(request);
  return kind === 'done';
}

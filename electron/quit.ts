/**
 * The end of the app: everything is closed first, and the app ends even when a driver does not let go.
 * @module
 */
import type { App } from 'electron';

/** A read from a microphone ends within about a second; twice that, and its driver is stuck. */
const CLOSE_LIMIT_MS = 2_500;

/**
 * Closes before the app ends.
 * @param close Resolves to true when no thread can be left over. A thread that hangs in a driver (PvRecorder's
 *   release does when the sound server dies) would otherwise be waited for without end, with no window to show.
 */
export function setupQuit(app: App, close: () => Promise<boolean>): void {
  let state: 'open' | 'closing' | 'closed' = 'open';
  app.on('will-quit', (event) => {
    if (state === 'closed') return;
    event.preventDefault();
    if (state === 'closing') return;
    state = 'closing';
    const limit = setTimeout(endNow, CLOSE_LIMIT_MS);
    void close().then((clean) => {
      clearTimeout(limit);
      if (!clean) endNow();
      state = 'closed';
      // A new turn: within the event that it refuses, Electron does not hear the next wish to quit.
      setTimeout(() => {
        app.quit();
      });
    });
  });
}

/** Nothing is lost: settings are written at each choice, and audio at each frame. */
function endNow(): void {
  process.kill(process.pid, 'SIGKILL');
}

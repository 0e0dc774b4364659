/**
 * Tests of the end of the app: after everything is closed, and in any case.
 * @module
 */
import { EventEmitter } from 'node:events';
import type { App } from 'electron';
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest';
import { setupQuit } from '../../../electron/quit';

/** The part of Electron's app that matters here: it says that it will quit, and can be refused. */
class QuittingApp extends EventEmitter {
  ended = 0;
  private asking = false;

  quit(): void {
    // As in Electron: a wish to quit within the event is not heard.
    if (this.asking) return;
    this.asking = true;
    const event = { refused: false, preventDefault: () => (event.refused = true) };
    this.emit('will-quit', event);
    // What follows at once, before any timer, still belongs to the event.
    setImmediate(() => (this.asking = false));
    if (!event.refused) this.ended += 1;
  }
}

let app: QuittingApp;
let kill: MockInstance<typeof process.kill>;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'setImmediate'] });
  app = new QuittingApp();
  kill = vi.spyOn(process, 'kill').mockReturnValue(true);
});
afterEach(() => {
  vi.useRealTimers();
  kill.mockRestore();
});

function setup(close: () => Promise<boolean>): void {
  setupQuit(app as unknown as App, close);
}

describe('setupQuit', () => {
  it('closes everything first, once, and then ends in the ordinary way', async () => {
    const close = vi.fn(() => Promise.resolve(true));
    setup(close);
    app.quit();
    expect(app.ended).toBe(0);
    app.quit();
    await vi.advanceTimersByTimeAsync(100);
    expect(app.ended).toBe(1);
    expect(close).toHaveBeenCalledTimes(1);
    expect(kill).not.toHaveBeenCalled();
  });

  it('ends the process when a driver does not let go', async () => {
    setup(() => new Promise(() => undefined));
    app.quit();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(kill).toHaveBeenCalledWith(process.pid, 'SIGKILL');
  });

  it('ends the process when a thread may be left over in a driver', async () => {
    setup(() => Promise.resolve(false));
    app.quit();
    await vi.advanceTimersByTimeAsync(100);
    expect(kill).toHaveBeenCalledWith(process.pid, 'SIGKILL');
  });
});

/**
 * The one file that listens to windows. A request counts only when it comes from the main frame of the app's
 * own page and is a request to the letter; everything else is refused without a word about why.
 * @module
 */
import { type BrowserWindow, ipcMain, type IpcMainInvokeEvent, type WebFrameMain } from 'electron';
import {
  type AppEvent,
  type AppReply,
  type AppRequest,
  EVENT_CHANNEL,
  REQUEST_CHANNEL,
} from '../src/protocol/ipc';
import { isAppRequest } from '../src/protocol/request-guard';
import { isAppPage } from './security';

/** Answers requests of windows with `answer`. */
export function setupRequests(answer: (request: AppRequest) => AppReply): void {
  ipcMain.handle(REQUEST_CHANNEL, (event: IpcMainInvokeEvent, ...values: unknown[]): AppReply => {
    const [value] = values;
    if (values.length !== 1 || !isTrusted(event)) return { kind: 'refused' };
    if (!isAppRequest(value)) return { kind: 'refused' };
    return answer(value);
  });
}

/** Tells a window something, when it is still there. */
export function tellWindow(window: BrowserWindow | null, event: AppEvent): void {
  if (window === null || window.isDestroyed() || window.webContents.isDestroyed()) return;
  window.webContents.send(EVENT_CHANNEL, event);
}

function isTrusted(event: IpcMainInvokeEvent): boolean {
  // Null in newer versions of Electron when the frame is gone already.
  const frame: WebFrameMain | null = event.senderFrame;
  return frame !== null && frame.parent === null && isAppPage(frame.url);
}

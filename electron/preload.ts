/**
 * The only door between the page and the app: two functions, no Electron object.
 * @module
 */
import { contextBridge, ipcRenderer } from 'electron';
import {
  type AppEvent,
  type AppReply,
  type Bridge,
  EVENT_CHANNEL,
  REQUEST_CHANNEL,
} from '../src/protocol/ipc';

const bridge: Bridge = {
  request: (request) => ipcRenderer.invoke(REQUEST_CHANNEL, request) as Promise<AppReply>,
  onEvent: (listener) => {
    const hear = (_event: unknown, event: AppEvent): void => {
      listener(event);
    };
    ipcRenderer.on(EVENT_CHANNEL, hear);
    return () => {
      ipcRenderer.removeListener(EVENT_CHANNEL, hear);
    };
  },
};

contextBridge.exposeInMainWorld('skald', bridge);

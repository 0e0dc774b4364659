/**
 * Starts the app: what is set up here, in this order, is all there is.
 * @module
 */
import { app, BrowserWindow, session } from 'electron';
import { join } from 'node:path';
import { setupAppProtocol, setupScheme } from './app-protocol';
import { Application } from './application';
import { setupRequests, tellWindow } from './ipc';
import { setupMenu } from './menu';
import { setupQuit } from './quit';
import { setupProcessSecurity, setupSessionSecurity } from './security';
import { openWindow } from './window';

/** Models lie beside the code in a checkout, and beside the archive of an installed app. */
const modelsRoot = (): string => (app.isPackaged ? process.resourcesPath : app.getAppPath());

let window: BrowserWindow | null = null;

function start(): void {
  setupMenu();
  setupSessionSecurity(session.defaultSession);
  setupAppProtocol(session.defaultSession, join(__dirname, 'renderer'));
  const application = new Application({
    recognizerScript: join(__dirname, 'recognizer-process.cjs'),
    bundle: join(modelsRoot(), 'models', 'english'),
    settingsFile: join(app.getPath('userData'), 'settings.json'),
    recordings: join(app.getPath('userData'), 'recordings'),
    emit: (event) => {
      tellWindow(window, event);
    },
  });
  setupRequests((request) => application.answer(request));
  const open = (): void => {
    window = openWindow(join(__dirname, 'preload.cjs'), (visible) => {
      application.setVisible(visible);
    });
  };
  open();
  application.start();
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) open();
  });
  setupQuit(app, () => application.close());
}

if (app.requestSingleInstanceLock()) {
  setupScheme();
  setupProcessSecurity(app);
  app.on('second-instance', () => {
    window?.restore();
    window?.focus();
  });
  app.on('window-all-closed', () => {
    app.quit();
  });
  void app.whenReady().then(start);
} else {
  app.quit();
}

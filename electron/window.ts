/**
 * The window: its size, its looks before the page is there, and whether it can be seen.
 * @module
 */
import { BrowserWindow, nativeTheme } from 'electron';
import { APP_PAGE, WEB_PREFERENCES } from './security';

/** The page's background colours, so that nothing flashes before its style is loaded. */
const BACKGROUND = { light: '#faf8f5', dark: '#16151a' };

/** Opens the window with its preload script. `onVisible` hears whether a person can see it. */
export function openWindow(preload: string, onVisible: (visible: boolean) => void): BrowserWindow {
  const window = new BrowserWindow({
    width: 820,
    height: 680,
    minWidth: 420,
    minHeight: 460,
    show: false,
    title: 'Skald',
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences: { ...WEB_PREFERENCES, preload },
  });
  const tell = (): void => {
    onVisible(!window.isDestroyed() && window.isVisible() && !window.isMinimized());
  };
  for (const event of ['show', 'hide', 'minimize', 'restore'] as const) {
    window.on(event as 'show', tell);
  }
  window.on('closed', tell);
  window.once('ready-to-show', () => {
    window.show();
  });
  void window.loadURL(APP_PAGE);
  return window;
}

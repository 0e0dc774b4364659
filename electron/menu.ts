/**
 * The menu bar: editing, zoom and window commands, for the keyboard and for screen readers. No reload and no
 * developer tools, which a dictation could be lost to.
 * @module
 */
import { Menu, type MenuItemConstructorOptions } from 'electron';

/** Sets the menu of the whole app. */
export function setupMenu(): void {
  const items: MenuItemConstructorOptions[] = [
    ...(process.platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
    { role: 'editMenu' },
    {
      role: 'viewMenu',
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(items));
}

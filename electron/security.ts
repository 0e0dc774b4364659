/**
 * What a page of this app may never do, whatever it contains: use a permission, go elsewhere, open a
 * window, or reach the network.
 *
 * For packaging, the fuses that belong to this: RunAsNode off, EnableNodeOptionsEnvironmentVariable off,
 * EnableNodeCliInspectArguments off, EnableCookieEncryption on, OnlyLoadAppFromAsar on,
 * EnableEmbeddedAsarIntegrityValidation on (macOS, Windows), GrantFileProtocolExtraPrivileges off.
 * @module
 */
import type { App, Session, WebPreferences } from 'electron';

/** Origin of every page and every file of the app. */
const APP_ORIGIN = 'skald://app';
/** The one page. */
export const APP_PAGE = `${APP_ORIGIN}/index.html`;

/** Settings of every page; a test reads them back from the running app. */
export const WEB_PREFERENCES = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  spellcheck: false,
} as const satisfies WebPreferences;

/** Closes doors that have to be closed before the app is ready. */
export function setupProcessSecurity(app: App): void {
  // Only root in a container starts it so; Chromium then cannot have a sandbox, and would not start.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  // No name resolves, so that not even Chromium's own services reach anything.
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  app.commandLine.appendSwitch('disable-background-networking');
  app.commandLine.appendSwitch('disable-component-update');
  app.commandLine.appendSwitch('force-webrtc-ip-handling-policy', 'disable_non_proxied_udp');
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => {
      event.preventDefault();
    });
    contents.on('will-redirect', (event) => {
      event.preventDefault();
    });
    contents.on('will-attach-webview', (event) => {
      event.preventDefault();
    });
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}

/** Denies every permission, and every request that is not for a file of the app. */
export function setupSessionSecurity(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => {
    decide(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest((details, decide) => {
    decide({ cancel: !isAppUrl(details.url) });
  });
  session.on('will-download', (event) => {
    event.preventDefault();
  });
}

/** True for the page that may talk to the main process. */
export function isAppPage(url: string): boolean {
  return url === APP_PAGE;
}

function isAppUrl(url: string): boolean {
  return url.startsWith(`${APP_ORIGIN}/`);
}

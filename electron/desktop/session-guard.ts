// What a page may ask of the browser: nothing but copying text. No device, no notification, no network but app://.
// Not started in a real Electron so far: type-checked and tested against a fake.

import type { Session, WebContents } from 'electron';
import { APP_ORIGIN } from './channels.ts';

/** Copying a digest with the clipboard button needs it; reading the clipboard is another permission. */
const ALLOWED_PERMISSION = 'clipboard-sanitized-write';

export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((contents, permission, answer) => {
    answer(permission === ALLOWED_PERMISSION && isOwnAddress(contents.getURL()));
  });
  session.setPermissionCheckHandler(
    (_contents, permission, origin) => permission === ALLOWED_PERMISSION && isOwnAddress(`${origin}/`),
  );
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !isAllowedRequest(details.url) });
  });
  session.on('will-download', (event, item) => {
    if (!isOwnAddress(item.getURL().replace(/^blob:/, ''))) event.preventDefault();
  });
}

/** Every web contents that ever comes to be: no new windows, no foreign pages, no webviews. */
export function guardContents(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => {
    if (!isOwnAddress(event.url)) event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    if (!isOwnAddress(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    if (!isOwnAddress(event.url)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
}

function isOwnAddress(url: string): boolean {
  return url.startsWith(`${APP_ORIGIN}/`);
}

function isAllowedRequest(url: string): boolean {
  return isOwnAddress(url) || /^(?:data|devtools|blob):/.test(url);
}

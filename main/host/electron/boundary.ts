import { app, session, type WebContents } from 'electron';
import type { Log } from '../../services.ts';
import { openLink } from './links.ts';
import { isOwnPage } from './protocol.ts';

/**
 * What no page may do, whatever runs in it: go elsewhere, open windows, embed others, be given a permission (but the camera,
 * for photos, without a microphone), or accept a certificate that does not hold. `instance` returns the origin whose links open
 * without a question.
 */
export function closeBoundary(instance: () => Promise<string | null>, log: Log): void {
  app.on('web-contents-created', (_, contents) => {
    confine(contents, instance, log);
  });
  app.on('certificate-error', (event, _, address, problem, __, decide) => {
    event.preventDefault();
    log.warn(`The certificate of ${new URL(address).host} was refused: ${problem}`);
    decide(false);
  });
  session.defaultSession.setPermissionRequestHandler((contents, permission, decide, details) => {
    const camera =
      permission === 'media' && 'mediaTypes' in details && isCameraAlone(details.mediaTypes ?? []);
    const granted = camera && isOwnPage(contents.getURL());
    if (!granted) log.warn(`The permission "${permission}" was refused.`);
    decide(granted);
  });
  session.defaultSession.setPermissionCheckHandler(
    (contents, permission, _, details) =>
      permission === 'media' &&
      details.mediaType === 'video' &&
      contents !== null &&
      isOwnPage(contents.getURL()),
  );
  session.defaultSession.setDevicePermissionHandler(() => false);
}

function isCameraAlone(kinds: readonly string[]): boolean {
  return kinds.length > 0 && kinds.every((kind) => kind === 'video');
}

function confine(contents: WebContents, instance: () => Promise<string | null>, log: Log): void {
  contents.on('will-navigate', (event) => {
    if (!isOwnPage(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    if (!isOwnPage(event.url)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
  });
  contents.setWindowOpenHandler(({ url }) => {
    void openLink(url, instance, log);
    return { action: 'deny' };
  });
  contents.on('render-process-gone', (_, { reason }) => {
    log.error(`The page ended: ${reason}`);
    // The page holds nothing that the engine does not: it comes back as it was.
    if (reason !== 'clean-exit') contents.reload();
  });
}

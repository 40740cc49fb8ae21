import { join } from 'node:path';
import { app, dialog, type BrowserWindow } from 'electron';
import electronLog from 'electron-log/main';
import { dropLock, takeLock } from '../lock.ts';
import { keepLog } from '../log.ts';
import { readOptions } from '../options.ts';
import { reportReady, whenParentEnds } from '../parent.ts';
import { showBadge } from './badge.ts';
import { openSignIn } from './links.ts';
import { closeBoundary } from './boundary.ts';
import { announceTo, registerCalls } from './bridge.ts';
import { currentInstance, startEngine } from './engine.ts';
import { setMenu } from './menu.ts';
import { claimScheme, serveRenderer } from './protocol.ts';
import { closeBeforeQuit } from './quit.ts';
import { watchMachine } from './signals.ts';
import { focusWindow, openWindow } from './window.ts';

const options = readOptions(process.argv.slice(1), process.env);
const { data } = options;
const log = keepLog(electronLog, data);

/** The window, while there is one: on macOS the application outlives it. */
let window: BrowserWindow | null = null;

async function showWindow(): Promise<void> {
  if (window !== null) {
    focusWindow(window);
    return;
  }
  const opened = openWindow(data);
  window = opened.window;
  window.on('closed', () => {
    window = null;
  });
  await opened.loaded;
}

/** The electron host: the engine with what the system offers it, and a window for the page. */
async function run(): Promise<void> {
  await app.whenReady();
  const holder = await takeLock(data, process.ppid);
  if (holder !== null) throw new Error(`Outpost already runs on ${data} (process ${holder}).`);

  const starting = startEngine(
    options,
    (event, news) => {
      announceTo(window, event, news);
      if (event === 'session.browser') openSignIn(news, log);
      if (event === 'outbox.changed') void starting.then(showBadge);
    },
    log,
  );
  closeBeforeQuit(starting, () => {
    dropLock(data);
  });
  closeBoundary(async () => currentInstance(await starting), log);
  serveRenderer(join(import.meta.dirname, '../renderer'));
  registerCalls(starting, log);
  setMenu(data);
  app.on('activate', () => void showWindow());
  app.on('second-instance', () => void showWindow());

  const [engine] = await Promise.all([starting, showWindow()]);
  watchMachine((signal) => {
    engine.signal(signal);
  });
  void showBadge(engine);
  reportReady('electron');
}

/** A start that a person broke off is no failure. */
let quitting = false;
app.on('before-quit', () => {
  quitting = true;
});

async function fail(error: unknown): Promise<void> {
  if (quitting) return;
  const message = error instanceof Error ? error.message : String(error);
  log.error(`Outpost cannot start: ${message}`);
  whenParentEnds(() => {
    app.exit(1);
  });
  await dialog.showMessageBox({ type: 'error', message: 'Outpost cannot start', detail: message });
  app.exit(1);
}

claimScheme();
// Chromium keeps a profile of its own; also the lock against a second start is taken on this folder.
app.setPath('userData', join(data, 'electron'));
if (app.requestSingleInstanceLock()) run().catch(fail);
else app.quit();

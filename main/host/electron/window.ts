import { join } from 'node:path';
import { BrowserWindow, app, nativeTheme } from 'electron';
import { keepBounds, readBounds, smallest } from './bounds.ts';
import { pageAddress } from './protocol.ts';

/** Colours of an empty page (`--ground` in renderer/style/tokens.css), so that opening does not flash. */
const background = { light: '#f4f4f1', dark: '#161719' };

/** Opens the window where it stood, and shows it once there is something to see. `data` is the data folder. */
export function openWindow(data: string): { window: BrowserWindow; loaded: Promise<void> } {
  const file = join(data, 'window.json');
  const { maximized, ...bounds } = readBounds(file);
  const window = new BrowserWindow({
    ...bounds,
    minWidth: smallest.width,
    minHeight: smallest.height,
    title: 'Outpost',
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? background.dark : background.light,
    webPreferences: {
      preload: join(import.meta.dirname, '../preload/index.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      // Elsewhere Chromium would fetch its dictionaries from Google without being asked.
      spellcheck: process.platform === 'darwin',
      devTools: !app.isPackaged,
    },
  });
  window.once('ready-to-show', () => {
    if (maximized) window.maximize();
    window.show();
  });
  keepBounds(window, file);
  return { window, loaded: window.loadURL(pageAddress) };
}

/** Brings the window to the front, from wherever it is. */
export function focusWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

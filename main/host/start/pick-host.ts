import { hasDisplay } from './display.ts';
import { electronBinary } from './electron-binary.ts';
import type { Flags } from './flags.ts';

/** Electron's program, or null for the web host. */
export type Pick = string | null;

/** Takes the host that was asked for; without a wish Electron where it can be had, else it says why not. */
export async function pickHost(wish: Flags['host']): Promise<Pick> {
  if (wish === 'web') return null;
  if (wish === null && !hasDisplay()) {
    console.log('There is no display for a window, so Outpost opens as a web page.');
    return null;
  }
  const binary = await electronBinary();
  if ('path' in binary) return binary.path;
  if (wish === 'electron') {
    throw new Error(`Electron cannot be had: ${binary.missing}. "--host web" opens Outpost in the browser.`);
  }
  console.log(`Electron cannot be had (${binary.missing}), so Outpost opens in the browser.`);
  return null;
}

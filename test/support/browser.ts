import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const installed: Partial<Record<NodeJS.Platform, string[]>> = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/snap/bin/chromium',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: [
    'C:/Program Files/Google/Chrome/Application/chrome.exe',
    'C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe',
  ],
};

/**
 * Where Chromium is: `CHROMIUM_PATH`, else the system's, else the one that npm brought (Linux on x64), which unpacks
 * itself into the temporary folder. Call it once before tests start, not in several processes at a time.
 */
export async function findChromium(): Promise<string> {
  const wish = process.env['CHROMIUM_PATH'];
  if (wish !== undefined && wish !== '') return wish;
  const system = installed[process.platform]?.find((path) => existsSync(path));
  if (system !== undefined) return system;
  // Without this it takes the machine for one that has Chromium's libraries, and leaves its own packed.
  process.env['AWS_EXECUTION_ENV'] ??= 'AWS_Lambda_nodejs22.x';
  const { default: bundled } = await import('@sparticuz/chromium');
  return bundled.executablePath();
}

/** A camera for machines without one: Chromium shows a test picture. */
export const pretendedCamera = ['--use-fake-device-for-media-stream'];

/** Opens a browser without a window. Its own protections stay on: they are part of what is tested. */
export function openBrowser(executablePath: string): Promise<Browser> {
  const args = ['--no-zygote', '--disable-gpu', ...pretendedCamera, '--use-fake-ui-for-media-stream'];
  return chromium.launch({ executablePath, args });
}

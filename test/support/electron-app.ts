import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { inject } from 'vitest';
import { startDemo } from '../../main/host/start/demo.ts';
import { pretendedCamera } from './browser.ts';
import type { RunningApp, Seed } from './outpost.ts';
import { killAll, start } from './process.ts';

const root = join(import.meta.dirname, '../..');

/**
 * The built app in Electron, or the packaged one: a program that takes the folder of the app as argument, or none. It
 * is reached by Chromium's own debugging port, which needs none of the fuses that the packaged app has off.
 */
export async function openElectronApp(data: string, { tasks, seed }: Seed): Promise<RunningApp> {
  const { program, packaged } = inject('electron');
  const demo = await startDemo(data, { tasks: String(tasks), seed: String(seed) });
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const app = start(
    program,
    ['--remote-debugging-port=0', ...pretendedCamera, ...sandbox, ...(packaged ? [] : ['.'])],
    {
      cwd: packaged ? data : root,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: {
        ...process.env,
        OUTPOST_DATA: data,
        OUTPOST_INSTANCE: demo.url,
        OUTPOST_USER: 'dispatcher',
        OUTPOST_PASSWORD: 'dispatcher',
      },
    },
  );
  const ready = new Promise((resolve) => app.child.once('message', resolve));
  const debugging = await app.line(/^DevTools listening on (.+)$/mu);
  // Only when the window is there: a connection made while it opens may never learn of it.
  await Promise.race([ready, app.line(/(?!)/u)]);
  const browser = await chromium.connectOverCDP(debugging);
  const page = browser.contexts()[0]?.pages()[0];
  if (page === undefined) throw new Error(`Electron opened no window, but said:\n${app.said()}`);
  return {
    page,
    demo: demo.url,
    close: async () => {
      app.child.disconnect();
      await app.ended;
      demo.close();
    },
    kill: async () => {
      await killAll(app);
      demo.close();
    },
  };
}

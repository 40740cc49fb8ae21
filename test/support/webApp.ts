import { join } from 'node:path';
import { inject } from 'vitest';
import { openBrowser } from './browser.ts';
import type { RunningApp, Seed } from './outpost.ts';
import { killAll, start } from './process.ts';

const program = join(import.meta.dirname, '../../main/host/start.ts');

/** The built app by `npm start` in the web host, and a browser on it. */
export async function openWebApp(data: string, { tasks, seed }: Seed): Promise<RunningApp> {
  const flags = [
    '--host',
    'web',
    '--no-open',
    '--data',
    data,
    '--tasks',
    String(tasks),
    '--seed',
    String(seed),
  ];
  const app = start(process.execPath, [program, ...flags]);
  const demo = await app.line(/^Demo instance: (.+)$/mu);
  const address = await app.line(/^Outpost ready: (.+)$/mu);
  const browser = await openBrowser(inject('chromium'));
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  await page.goto(address);
  return {
    page,
    demo,
    close: async () => {
      await browser.close();
      app.child.kill('SIGTERM');
      await app.ended;
    },
    kill: async () => {
      await killAll(app);
      await browser.close();
    },
  };
}

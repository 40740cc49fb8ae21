import { join } from 'node:path';
import { inject } from 'vitest';
import { openBrowser } from './browser.ts';
import type { RunningApp, Seed } from './outpost.ts';
import { killAll, start } from './process.ts';

const program = join(import.meta.dirname, '../../main/host/start.ts');

/** The built app by `npm start` in the web host, and a browser on it; on a demo instance of its own, or one that is there. */
export async function openWebApp(data: string, on: Seed | { instance: string }): Promise<RunningApp> {
  const flags = Object.entries(on).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const app = start(process.execPath, [program, '--host', 'web', '--no-open', '--data', data, ...flags]);
  const demo = 'instance' in on ? on.instance : await app.line(/^Demo instance: (.+)$/mu);
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

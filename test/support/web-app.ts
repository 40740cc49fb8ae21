import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import type { RunningApp, Seed } from './outpost.ts';
import { killAll, start } from './process.ts';

const program = join(import.meta.dirname, '../../main/host/start.ts');

/**
 * The built app by `npm start` in the web host, and a page on it that shares nothing with the browser's other pages; on a demo
 * instance of its own, or one that is there.
 */
export async function openWebApp(
  data: string,
  on: Seed | { instance: string },
  browser: Promise<Browser>,
): Promise<RunningApp> {
  const flags = Object.entries(on).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const app = start(process.execPath, [program, '--host', 'web', '--no-open', '--data', data, ...flags]);
  const demo = 'instance' in on ? on.instance : await app.line(/^Demo instance: (.+)$/mu);
  const address = await app.line(/^Outpost ready: (.+)$/mu);
  const context = await (await browser).newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await page.goto(address);
  return {
    page,
    demo,
    close: async () => {
      await context.close();
      app.child.kill('SIGTERM');
      await app.ended;
    },
    kill: async () => {
      await killAll(app);
      await context.close();
    },
  };
}

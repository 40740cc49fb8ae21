import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { inject, test as plain } from 'vitest';
import { openBrowser } from './browser.ts';
import { openElectronApp } from './electron-app.ts';
import { openWebApp } from './web-app.ts';

/** What the demo instance starts with. */
export interface Seed {
  tasks: number;
  seed: number;
}

/** Outpost while it is open on its embedded demo, signed in as the dispatcher. */
export interface RunningApp {
  page: Page;
  /** Address of the demo instance. */
  demo: string;
  /** Closes it the way a person does. */
  close: () => Promise<void>;
  /** Ends all its processes without warning. */
  kill: () => Promise<void>;
}

/** One laptop: a data folder, on which Outpost is opened, closed, killed and opened again, in either host. */
export interface Laptop {
  data: string;
  open: (seed?: Partial<Seed>) => Promise<RunningApp>;
}

/** Another laptop, on which nobody has signed in yet; in the web host only. */
export interface OtherLaptop {
  /** Opens Outpost there for an instance that is there already. */
  open: (instance: string) => Promise<RunningApp>;
}

/** A journey has laptops with a data folder each; whatever is still open at its end is ended. */
export const test = plain.extend<{
  browser: () => Promise<Browser>;
  laptop: Laptop;
  otherLaptop: OtherLaptop;
}>({
  browser: [
    // Vitest reads off this pattern which fixtures are asked for: none.
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      let opened = null as Promise<Browser> | null;
      await use(() => (opened ??= openBrowser(inject('chromium'))));
      await (await opened)?.close();
    },
    { scope: 'file' },
  ],
  laptop: async ({ task, browser }, use) => {
    const data = await mkdtemp(join(tmpdir(), `outpost-${task.id}-`));
    const opened: RunningApp[] = [];
    await use({
      data,
      open: async (wish) => {
        const seed = { tasks: 60, seed: 1, ...wish };
        const app = await (inject('host') === 'web'
          ? openWebApp(data, seed, browser())
          : openElectronApp(data, seed));
        opened.push(app);
        return app;
      },
    });
    for (const app of opened) await app.kill();
    await rm(data, { recursive: true, force: true });
  },
  otherLaptop: async ({ task, browser }, use) => {
    const data = await mkdtemp(join(tmpdir(), `outpost-other-${task.id}-`));
    const opened: RunningApp[] = [];
    await use({
      open: async (instance) => {
        const app = await openWebApp(data, { instance }, browser());
        opened.push(app);
        return app;
      },
    });
    for (const app of opened) await app.kill();
    await rm(data, { recursive: true, force: true });
  },
});

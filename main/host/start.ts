import { buildIfNeeded } from '../../scripts/bundle.ts';
import { dropLock, takeLock } from './lock.ts';
import { startDemo, type EmbeddedDemo } from './start/demo.ts';
import { hasDisplay } from './start/display.ts';
import { readFlags, usage, type Flags } from './start/flags.ts';
import { startElectron, startWeb, type HostSettings } from './start/host.ts';
import { openBrowser } from './start/open-browser.ts';
import { pickHost } from './start/pick-host.ts';

/** Runs `npm start` (docs/architecture.md). Returns the exit code once Outpost was closed. */
async function start(flags: Flags): Promise<number> {
  if (await buildIfNeeded()) console.log('Outpost is built.');
  const holder = await takeLock(flags.data);
  if (holder !== null) throw new Error(`Outpost already runs on ${flags.data} (process ${holder}).`);

  const demo = flags.instance === null ? await startDemo(flags.data, flags) : null;
  if (demo !== null) {
    console.log(`Demo instance: ${demo.url}`);
    console.log('Its users, each with the name as password: dispatcher, supervisor, technician, admin');
  }
  try {
    return await runHost(flags, demo);
  } finally {
    demo?.close();
    dropLock(flags.data);
  }
}

/** The person who tries the demo is signed in already; on an instance of their own they sign in themselves. */
function hostSettings({ data, instance, definition }: Flags, demo: EmbeddedDemo | null): HostSettings {
  if (demo === null) return { data, instance, definition, signIn: null };
  const signIn = { instance: demo.url, userName: 'dispatcher', password: 'dispatcher' };
  return { data, instance: demo.url, definition, signIn };
}

async function runHost(flags: Flags, demo: EmbeddedDemo | null): Promise<number> {
  const settings = hostSettings(flags, demo);
  const electron = await pickHost(flags.host);
  let host = electron === null ? startWeb(settings) : startElectron(electron, settings);
  const asked = new AbortController();
  whenAskedToEnd(() => {
    asked.abort();
    demo?.expectEnd();
    host.close();
  });
  let ready = await host.ready;
  if (ready === null && electron !== null && flags.host === null && !asked.signal.aborted) {
    console.log('Electron did not start on this machine, so Outpost opens in the browser.');
    host = startWeb(settings);
    ready = await host.ready;
  }
  if (ready !== null) {
    console.log(`Outpost ready: ${ready}`);
    if (ready !== 'electron' && flags.open && hasDisplay()) openBrowser(ready);
  }
  return host.ended;
}

/** Instead of ending at once, the host closes first; it takes care of what must be finished. */
function whenAskedToEnd(close: () => void): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, close);
}

function readFlagsOrExit(): Flags {
  try {
    const flags = readFlags(process.argv.slice(2));
    if (!flags.help) return flags;
    console.log(usage);
    process.exit(0);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    process.exit(2);
  }
}

start(readFlagsOrExit()).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  },
);

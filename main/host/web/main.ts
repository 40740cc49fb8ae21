import { join } from 'node:path';
import log from 'electron-log/node';
import { version } from '../../../package.json';
import type { Log } from '../../services.ts';
import { dropLock, takeLock } from '../lock.ts';
import { keepLog } from '../log.ts';
import { type HostOptions, readOptions } from '../options.ts';
import { reportReady, whenParentEnds } from '../parent.ts';
import { fileSecrets, openSeal } from '../secrets.ts';
import { type EngineThread, startThread } from '../thread.ts';
import { createListeners, type Listeners } from './events.ts';
import { serve } from './server.ts';
import { watchMachine } from './signals.ts';

/** The web host: the same engine and the same page as in Electron, for a browser on this machine. */
async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2), process.env);
  const { data } = options;
  const holder = await takeLock(data, process.ppid);
  if (holder !== null) throw new Error(`Outpost already runs on ${data} (process ${holder}).`);
  const journal = keepLog(log, data);
  const listeners = createListeners();
  const engine = await startEngine(options, journal, listeners);
  const { server, address } = await serve({
    engine,
    listeners,
    renderer: join(import.meta.dirname, '../renderer'),
    log: journal,
    showAddress: (fresh) => {
      console.log(`Open Outpost at ${fresh}`);
    },
  });

  watchMachine((signal) => {
    engine.signal(signal);
  });

  let closing = false;
  const close = () => {
    if (closing) return;
    closing = true;
    server.close();
    listeners.close();
    void engine.close().then(() => {
      dropLock(data);
      process.exit(0);
    });
  };
  process.on('SIGINT', close).on('SIGTERM', close);
  whenParentEnds(close);
  reportReady(address);
}

/** Starts the engine in its thread, with what it knows of this host. */
function startEngine(
  { data, instance, definition, signIn }: HostOptions,
  journal: Log,
  listeners: Listeners,
): Promise<EngineThread> {
  const secrets = fileSecrets(join(data, 'secrets.json'), openSeal, journal);
  return startThread(
    join(import.meta.dirname, 'engine.cjs'),
    {
      folder: data,
      host: 'web',
      version,
      suggestedInstance: instance,
      definition,
      signIn,
      secrets: secrets.kind,
    },
    {
      secrets,
      announce: (event, news) => {
        listeners.announce(event, news);
      },
      log: journal,
    },
  );
}

main().catch((error: unknown) => {
  console.error(`Outpost cannot start: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});

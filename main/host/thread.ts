import { events } from '../../preload/contract/events.ts';
import type { Answer } from '../../preload/contract/failure.ts';
import type { Signal } from '../services.ts';
import type { EngineSettings, HostServices } from './messages.ts';
import { startWorker, type RunningWorker } from './worker.ts';

/** The engine as a host sees it, on the main thread. */
export interface EngineThread {
  /** Never rejects. */
  ask(call: string, question: unknown): Promise<Answer<unknown>>;
  signal(signal: Signal): void;
  /** Waits for the engine to finish what it must. */
  close(): Promise<void>;
}

/** How long the engine may take to close before it is ended as it is; nothing that was saved depends on it. */
const closeLimit = 8_000;
/** A thread that lived this long starts again at once; one that did not waits longer and longer. */
const healthy = 60_000;
const longestPause = 30_000;

/**
 * Keeps the engine running in one worker thread, so that windows and bridge answer while it loads or searches
 * (docs/architecture.md). Rejects when the engine cannot be built. A thread that fails later is started again: its open
 * questions are answered with a failure, and the events that make screens ask again are announced.
 */
export async function startThread(
  file: string,
  settings: EngineSettings,
  services: HostServices,
): Promise<EngineThread> {
  let worker = startWorker(file, settings, services);
  await worker.ready;

  let closing = false;
  let pause = 0;
  let begun = Date.now();
  const watch = (watched: RunningWorker) => {
    void watched.ended.then((reason) => {
      if (closing || reason === null) return;
      pause = Date.now() - begun > healthy ? 0 : Math.min(Math.max(pause * 2, 250), longestPause);
      services.log.error(`The engine is started again in ${pause} ms, because it ended: ${reason}`);
      setTimeout(restart, pause);
    });
  };
  const restart = () => {
    if (closing) return;
    begun = Date.now();
    worker = startWorker(file, settings, services);
    watch(worker);
    askAnew(worker, services);
  };
  watch(worker);

  return {
    ask: (call, question) => worker.ask(call, question),
    signal: (signal) => {
      worker.signal(signal);
    },
    close: async () => {
      closing = true;
      await worker.close(closeLimit);
    },
  };
}

/** Makes every screen ask again once the engine is there; one that cannot be built is told of by its end. */
function askAnew({ ready }: RunningWorker, services: HostServices): void {
  const announceAll = () => {
    for (const event of events) {
      if (event !== 'records.changed' && event !== 'session.browser') services.announce(event, null);
    }
  };
  ready.then(announceAll, () => undefined);
}

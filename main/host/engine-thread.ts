import { randomBytes } from 'node:crypto';
import type { MessagePort } from 'node:worker_threads';
import type { EventName, Events } from '../../preload/contract/events.ts';
import type { Engine } from '../engine.ts';
import type { Log, Services, Time } from '../services.ts';
import type { EngineSettings, FromEngine, ToEngine } from './messages.ts';
import { remoteSecrets } from './remote-secrets.ts';

const time: Time = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => {
      clearTimeout(timer);
    };
  },
};

/**
 * The worker's side of main/host/thread.ts: builds the engine, answers what is asked through `port`, and reaches the
 * host's services by message. What comes before the engine is there waits for it.
 */
export async function runEngine(
  port: MessagePort,
  settings: EngineSettings,
  createEngine: (services: Services) => Promise<Engine>,
): Promise<void> {
  const tell = (message: FromEngine) => {
    port.postMessage(message);
  };
  const secrets = remoteSecrets(settings.secrets, tell);
  const early: ToEngine[] = [];
  let receive = (message: ToEngine) => {
    early.push(message);
  };
  port.on('message', (message: ToEngine) => {
    if (message.kind === 'secret' || message.kind === 'no-secret') secrets.settle(message);
    else receive(message);
  });

  let engine: Engine;
  try {
    engine = await createEngine({ ...settings, ...servicesOf(tell), secrets: secrets.store });
  } catch (error) {
    tell({ kind: 'unable', message: error instanceof Error ? error.message : String(error) });
    port.close();
    return;
  }

  receive = (message) => {
    void obey(engine, message, tell).then((goOn) => {
      if (!goOn) port.close();
    });
  };
  tell({ kind: 'ready' });
  early.forEach(receive);
}

/** What a thread has by itself, with the host's log and announcements, which are reached by message. */
function servicesOf(tell: (message: FromEngine) => void) {
  const log = (level: keyof Log) => (message: string) => {
    tell({ kind: 'log', level, message });
  };
  return {
    time,
    random: Math.random,
    randomBytes,
    announce: (event: EventName, news: Events[EventName]) => {
      tell({ kind: 'event', event, news });
    },
    log: { info: log('info'), warn: log('warn'), error: log('error') },
  };
}

/** Returns whether the thread goes on. What is thrown here ends the thread, and the main side starts another one. */
async function obey(
  engine: Engine,
  message: ToEngine,
  tell: (message: FromEngine) => void,
): Promise<boolean> {
  switch (message.kind) {
    case 'ask':
      tell({ kind: 'answer', id: message.id, answer: await engine.ask(message.call, message.question) });
      return true;
    case 'signal':
      engine.signal(message.signal);
      return true;
    case 'close':
      await engine.close();
      tell({ kind: 'closed' });
      return false;
    case 'secret':
    case 'no-secret':
      return true;
  }
}

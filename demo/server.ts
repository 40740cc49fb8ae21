import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { build, type InstanceOptions } from './build/build.ts';
import definition from './definition.json' with { type: 'json' };
import type { Fault } from './faults/faults.ts';
import { faultOf, type FaultWish } from './faults/wish.ts';
import type { Instance } from './instance.ts';
import type { Effect } from './ledger/ledger.ts';
import type { Host } from './page/host.ts';
import { News } from './page/news.ts';
import { certificateIn, type Certificate } from './serve/certificate.ts';
import { listen } from './serve/listen.ts';
import { serve } from './serve/serve.ts';
import type { Store } from './store/store.ts';

/** Enough for any address that is then refused as too long in the instance's own words. */
const MOST_HEADERS = 65_536;

/** How a demo instance is to be. */
export interface DemoOptions extends InstanceOptions {
  /** 0 or left out: any that is free. */
  port?: number;
  /** With a certificate of its own making. */
  https?: boolean;
  /** Told of mistakes in the demo itself. */
  mistake?: (what: unknown) => void;
}

/** A running demo instance. */
export interface Demo {
  url: string;
  /** What a client has to trust, in PEM; null without https. */
  certificate: string | null;
  store: Store;
  instance: Instance;
  ledger: () => readonly Effect[];
  /** Switches a fault on, as `POST /demo/faults` does. */
  fault: (wish: FaultWish) => void;
  faults: () => readonly Fault[];
  /** Back to the seed; ledger and faults empty, who is signed in stays so. */
  reset: () => void;
  close: () => Promise<void>;
}

/** Starts a demo instance on 127.0.0.1. */
export async function startDemo(options: DemoOptions = {}): Promise<Demo> {
  let url = '';
  const { instance, menu, reset, close } = await build(options, definition, () => url);
  const { store, faults, ledger } = instance;
  const certificate = options.https ? await certificateIn(options.data) : null;
  const host = { instance, reset, menu, news: newsOf(instance), mistake: options.mistake ?? report };
  const server = serverFor(host, certificate);
  url = await listen(server, options.port ?? 0);
  return {
    url,
    certificate: certificate?.cert ?? null,
    store,
    instance,
    ledger: () => ledger.all(),
    fault: (wish) => {
      faults.set(faultOf(wish, Date.now()));
    },
    faults: () => faults.active(),
    reset,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          close();
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** What open pages are told: that records or faults have changed. */
function newsOf({ store, faults }: Instance): News {
  const news = new News();
  const tell = (): void => {
    news.tell();
  };
  store.changed = tell;
  faults.changed = tell;
  return news;
}

function serverFor(host: Host, certificate: Certificate | null): Server {
  const answer = (request: IncomingMessage, response: ServerResponse): void =>
    void serve(host, request, response);
  const server = certificate
    ? createSecureServer({ ...certificate, maxHeaderSize: MOST_HEADERS }, answer)
    : createServer({ maxHeaderSize: MOST_HEADERS }, answer);
  // Longer than any client keeps an idle connection, so that none is closed under a request on its way.
  server.keepAliveTimeout = 120_000;
  server.headersTimeout = 125_000;
  return server;
}

function report(mistake: unknown): void {
  process.stderr.write(`Mistake in the demo instance: ${String(mistake)}\n`);
}

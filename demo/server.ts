import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { join } from 'node:path';
import definition from './definition.json' with { type: 'json' };
import { byTable } from './access/access.ts';
import { assumed, type Assumptions } from './assumptions.ts';
import { Files } from './files/files.ts';
import { Codes } from './auth/codes.ts';
import { CookieSessions } from './auth/cookies.ts';
import { Tokens } from './auth/tokens.ts';
import { faultOf, type FaultWish } from './faults/wish.ts';
import { Faults, type Fault } from './faults/faults.ts';
import { listen } from './serve/listen.ts';
import { Rates } from './http/rates.ts';
import { serve, type Host } from './serve/serve.ts';
import type { Instance } from './instance.ts';
import { Ledger, type Effect } from './ledger/ledger.ts';
import { News } from './page/news.ts';
import { usualLimits, type Limits } from './limits.ts';
import { Records } from './records/records.ts';
import { restore } from './build/restore.ts';
import { flows } from './service/rules/flows.ts';
import { policies } from './service/rules/policies.ts';
import { addedRules } from './build/added-rules.ts';
import { rights } from './service/rules/rights.ts';
import { rules } from './service/rules/rules.ts';
import { Replies } from './http/replies.ts';
import { seedStore } from './service/seed/seed.ts';
import { noDisk, openDisk } from './store/disk.ts';
import { Store } from './store/store.ts';
import { Found } from './query/found.ts';
import { certificateIn } from './serve/certificate.ts';

/** Enough for any address that is then refused as too long in the instance's own words. */
const MOST_HEADERS = 65_536;

/** How a demo instance is to be. */
export interface DemoOptions {
  /** 0 or left out: any that is free. */
  port?: number;
  /** How many work order tasks it starts with. */
  tasks?: number;
  seed?: number;
  /** Folder to keep everything in across restarts; left out, it lives in memory. */
  data?: string;
  /** With a certificate of its own making. */
  https?: boolean;
  /** The instance's clock. */
  now?: () => number;
  /** Makes a sys_id. */
  newId?: () => string;
  /** Folder with rules to run besides the demo's own. */
  rules?: string;
  assume?: Partial<Assumptions>;
  limits?: Partial<Limits>;
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
  const { seed = 1, tasks = 200, data } = options;
  const clock = options.now ?? Date.now;
  const newId = options.newId ?? (() => randomBytes(16).toString('hex'));
  const faults = new Faults(Date.now);
  const now = (): number => clock() + faults.skew;
  const name = `demo-${seed}-${tasks}`;
  const disk = data === undefined ? noDisk : openDisk(data, name);
  const store = new Store(disk);
  const assumptions = { ...assumed, ...options.assume };
  const files = new Files(data === undefined ? null : join(data, `${name}-files`));
  const dropFile = (sysId: string): void => {
    files.remove(sysId);
  };
  const added = options.rules === undefined ? null : await addedRules(options.rules);
  const records = new Records({
    ...{ store, now, newId, assumed: assumptions, dropFile },
    rules: [...rules, ...(added?.rules ?? [])],
    policies: [...policies, ...(added?.policies ?? [])],
    flows: [...flows, ...(added?.flows ?? [])],
  });
  const parts = {
    store,
    ledger: new Ledger(store, now),
    tokens: new Tokens(store, now, newId),
    replies: new Replies(store),
    files,
  };
  let url = '';
  const instance: Instance = {
    ...parts,
    records,
    faults,
    definition,
    codes: new Codes(now, newId),
    cookies: new CookieSessions(newId),
    rates: new Rates(),
    found: new Found(),
    rights: byTable([...rights, ...(added?.rights ?? [])]),
    assumed: assumptions,
    limits: { ...usualLimits, ...options.limits },
    now,
    newId,
    url: () => url,
  };
  const reset = (): void => {
    const signedIn = parts.tokens.all();
    for (const part of [faults, store, parts.ledger, parts.replies, parts.files, records]) part.clear();
    seedStore(store, seed, tasks, clock());
    for (const token of signedIn) store.keep({ kind: 'token', key: token.text, value: token });
  };
  if (!restore(disk, parts)) seedStore(store, seed, tasks, clock());
  files.sweep((sysId) => store.get('sys_attachment', sysId) !== undefined);

  const news = new News();
  const tell = (): void => {
    news.tell();
  };
  store.changed = tell;
  faults.changed = tell;
  const host: Host = { instance, reset, news, mistake: options.mistake ?? report };
  const answer = (request: IncomingMessage, response: ServerResponse): void =>
    void serve(host, request, response);
  const certificate = options.https ? await certificateIn(data) : null;
  const server = certificate
    ? createSecureServer({ ...certificate, maxHeaderSize: MOST_HEADERS }, answer)
    : createServer({ maxHeaderSize: MOST_HEADERS }, answer);
  // Longer than any client keeps an idle connection, so that none is closed under a request on its way.
  server.keepAliveTimeout = 120_000;
  server.headersTimeout = 125_000;
  url = await listen(server, options.port ?? 0);
  return {
    url,
    certificate: certificate?.cert ?? null,
    store,
    instance,
    ledger: () => parts.ledger.all(),
    fault: (wish) => {
      faults.set(faultOf(wish, Date.now()));
    },
    faults: () => faults.active(),
    reset,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          disk.close();
          files.close();
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function report(mistake: unknown): void {
  process.stderr.write(`Mistake in the demo instance: ${String(mistake)}\n`);
}

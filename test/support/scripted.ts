import type { InstanceFailure } from '../../preload/contract/failure.ts';
import { Failed } from '../../main/instance/failed.ts';
import { Instance } from '../../main/instance/instance.ts';
import { Tokens } from '../../main/instance/tokens.ts';
import { Transport } from '../../main/instance/transport.ts';
import type { Ask, Method, Wire } from '../../main/instance/wire.ts';
import type { Link } from '../../main/link.ts';
import { stamp } from '../../main/outbox/stamp.ts';
import { Sender } from '../../main/delivery/sender.ts';
import { context } from './catalog.ts';
import { test as base } from './laptop.ts';
import { memorySecrets } from './secrets.ts';

/** A request as the instance sees it. */
export interface Asked {
  method: Method;
  path: string;
  query: URLSearchParams;
  headers: Record<string, string>;
  body: unknown;
}

/** An answer with JSON, or with a page where there is none. */
export interface Answered {
  status: number;
  json?: unknown;
  headers?: Record<string, string>;
}

/** An instance that answers as a test says, and what sync needs to work with it. The laptop's clock moves when a test moves it. */
export interface Scripted {
  link: Link;
  sender: Sender;
  /** What the instance was asked, in order; signing in left out. */
  asked: Asked[];
  /** How it answers from now on, or fails to; an entry may be decided about meanwhile. */
  answer: (answering: (asked: Asked) => Answered | InstanceFailure) => void;
  /** The laptop's clock, in milliseconds since 1970. */
  now: number;
  /** What chance says next, and next. */
  random: number;
  /** Takes the instance's clock to be ahead of the laptop's by so many milliseconds. */
  ahead: (offset: number) => void;
  /** Numbers of entries that were told to have moved, in order. */
  announced: number[];
}

export const test = base.extend<{ scripted: Scripted }>({
  scripted: async ({ database, catalog }, use) => {
    const asked: Asked[] = [];
    let answering: (asked: Asked) => Answered | InstanceFailure = () => ({ status: 200, json: {} });
    const nothing = () => undefined;
    const wire: Wire = {
      close: nothing,
      send: (ask) => {
        const answered = grantOf(ask) ?? answering(remembered(asked, ask));
        if ('kind' in answered) return Promise.reject(new Failed(answered));
        const { status, json, headers = {} } = answered;
        const type = json === undefined ? 'text/html' : 'application/json';
        return Promise.resolve({
          status,
          headers: { 'content-type': type, ...headers },
          body: json === undefined ? '<html>' : JSON.stringify(json),
        });
      },
    };
    const now = () => scripted.now;
    const transport = new Transport(wire, now);
    const tokens = new Tokens(transport, memorySecrets(), 'a1', () => 0);
    const link: Link = {
      database,
      instance: new Instance(transport, tokens, now),
      catalog: () => catalog,
      time: { now, after: () => nothing },
      stamp: () => stamp(now(), transport.clock.measured?.offset ?? null, transport.clock.told),
      random: () => scripted.random,
      log: { info: nothing, warn: nothing, error: nothing },
      filePath: (hash) => hash,
      uploading: nothing,
      refreshDefinition: () => Promise.resolve(),
      connectionChanged: nothing,
      recordsChanged: nothing,
      entryChanged: (seq) => scripted.announced.push(seq),
    };
    const scripted: Omit<Scripted, 'sender'> = {
      link,
      asked,
      now: context.now,
      random: 0.5,
      announced: [],
      answer: (given) => {
        answering = given;
      },
      ahead: (offset) => {
        const date = new Date(scripted.now + offset).toUTCString();
        transport.clock.hear(date, scripted.now, scripted.now + 999);
      },
    };
    await tokens.signIn({ userName: 'a', password: 'a', clientId: null, clientSecret: null });
    await use(Object.assign(scripted, { sender: new Sender(database, link.time) }));
  },
});

function grantOf({ path }: Ask): Answered | null {
  const grant = { access_token: 'a', refresh_token: 'r', expires_in: 1_000_000 };
  return path === '/oauth_token.do' ? { status: 200, json: grant } : null;
}

function remembered(asked: Asked[], { method, path, headers = {}, body }: Ask): Asked {
  const { pathname, searchParams } = new URL(path, 'https://instance.example');
  const one = { method, path: pathname, query: searchParams, headers, body };
  asked.push(one);
  return one;
}

/** A record as the instance tells it. */
export function recordOf(
  fields: Record<string, string>,
): Record<string, { value: string; display_value: string }> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, { value, display_value: value }]),
  );
}

/** Answers with a record. */
export function tells(fields: Record<string, string>, status = 200): Answered {
  return { status, json: { result: recordOf(fields) } };
}

/** Answers with a list of records. */
export function lists(...records: Record<string, string>[]): Answered {
  return { status: 200, json: { result: records.map(recordOf) } };
}

/** Answers with a list, and with the number of rows before access rules hid any. */
export function counts(total: number, ...records: Record<string, string>[]): Answered {
  return { ...lists(...records), headers: { 'x-total-count': String(total) } };
}

/** Answers as an instance does that has a record and hides it. */
export function hides({ method, path }: Asked, sysId: string): Answered {
  return method === 'GET' && !path.endsWith(sysId) ? counts(1) : fails(404, 'No Record found');
}

/** Answers with the instance's own words for what went wrong. */
export function fails(status: number, message = 'It cannot', headers: Record<string, string> = {}): Answered {
  return { status, json: { error: { message, detail: null }, status: 'failure' }, headers };
}

import { mkdtempSync, rmSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from 'vitest';
import { type Demo, type DemoOptions, startDemo } from '../../demo/server.ts';
import { createEngine, type Engine } from '../../main/engine.ts';
import { httpWire, type Wire } from '../../main/instance/wire.ts';
import type { Secrets, Services } from '../../main/services.ts';
import type { Call, Question, Reply } from '../../preload/contract/calls.ts';
import type { Events } from '../../preload/contract/events.ts';
import type { Answer } from '../../preload/contract/failure.ts';
import { memorySecrets } from './secrets.ts';

/** A laptop with Outpost and an instance: real SQLite on disk, real HTTP. */
export interface World {
  demo: Demo;
  folder: string;
  /** Starts Outpost on the laptop, signed in as `userName`; what it kept from before is there again. */
  start: (userName?: string, more?: Start) => Promise<Outpost>;
}

/** How a start differs from the usual one. */
export interface Start {
  /** Another laptop than the first, with a folder of its own. */
  laptop?: string;
  /** Address to reach the instance by. */
  address?: string;
  /** What `--definition` says. */
  definition?: string;
  /** The person's browser: opens a page. */
  browse?: (address: string) => void;
  /** Stands between Outpost and its wire. */
  over?: (wire: Wire) => Wire;
  /** The laptop's clock. */
  now?: () => number;
  /** What decides how long is waited; without it what is to be tried again is tried again at once. */
  random?: () => number;
}

export interface Outpost {
  engine: Engine;
  /** Asks and answers the value; a failure fails the test. */
  ask: <C extends Call>(call: C, question: Question<C>) => Promise<Reply<C>>;
  /** Asks and answers whatever comes. */
  try: <C extends Call>(call: C, question: Question<C>) => Promise<Answer<Reply<C>>>;
  /** Answers once `holds` does; it is asked again after every event. */
  until: (holds: () => Promise<boolean>) => Promise<void>;
  /** Time passes: whatever may still be on its way has arrived, and the laptop tries again. */
  pass: (ms: number) => Promise<void>;
  close: () => Promise<void>;
}

/** `instance` says how the instance is to be: `test.override({ instance: { tasks: 2000 } })`. */
export const test = base.extend<{ instance: DemoOptions; world: World }>({
  instance: { tasks: 60 },
  world: async ({ task, instance }, use) => {
    const folder = mkdtempSync(join(tmpdir(), `outpost-${task.id}-`));
    const demo = await startDemo(instance);
    const running: Outpost[] = [];
    const secrets = new Map<string, Secrets>();
    const start = async (userName = 'dispatcher', more: Start = {}) => {
      const { laptop = '.' } = more;
      const kept = secrets.get(laptop) ?? memorySecrets();
      secrets.set(laptop, kept);
      const outpost = await startOutpost(join(folder, laptop), demo.url, userName, kept, more);
      running.push(outpost);
      return outpost;
    };
    await use({ demo, folder, start });
    for (const outpost of running) await outpost.close();
    await demo.close();
    rmSync(folder, { recursive: true, force: true });
  },
});

/** Someone else changes a record on the instance, past all its rules. */
export function elsewhere(
  { demo }: World,
  table: string,
  sysId: string,
  fields: Record<string, string>,
): void {
  const row = demo.store.get(table, sysId);
  if (!row) throw new Error(`the instance has no ${table} ${sysId}`);
  const sys_updated_on = new Date(demo.instance.now()).toISOString().slice(0, 19).replace('T', ' ');
  const sys_mod_count = String(Number(row['sys_mod_count']) + 1);
  demo.store.put(table, { ...row, ...fields, sys_updated_on, sys_mod_count, sys_updated_by: 'someone.else' });
}

async function startOutpost(
  folder: string,
  instance: string,
  userName: string,
  secrets: Secrets,
  { address = instance, definition, browse, over = (wire) => wire, now = Date.now, random = () => 0 }: Start,
): Promise<Outpost> {
  const listeners = new Set<() => void>();
  let passed = 0;
  const timers = new Map<NodeJS.Timeout, { due: number; run: () => void }>();
  const services: Services = {
    folder,
    host: 'web',
    version: '0.0.0',
    suggestedInstance: null,
    definition: definition ?? null,
    signIn: { instance: address, userName, password: userName },
    time: {
      now: () => now() + passed,
      after: (ms, run) => {
        const due = Date.now() + passed + ms;
        const timer = setTimeout(() => {
          timers.delete(timer);
          run();
        }, ms);
        timers.set(timer, { due, run });
        return () => {
          timers.delete(timer);
          clearTimeout(timer);
        };
      },
    },
    random,
    randomBytes: (count) => randomBytes(count),
    secrets,
    passphraseCost: 10,
    announce: (event, news) => {
      if (event === 'session.browser') browse?.((news as Events['session.browser']).address);
      for (const listener of [...listeners]) listener();
    },
    log: {
      info: () => undefined,
      warn: () => undefined,
      error: (message) => {
        process.stderr.write(`${message}\n`);
      },
    },
  };
  const engine = await createEngine(services, (origin, version) => over(httpWire(origin, version)));
  const attempt = async <C extends Call>(call: C, question: Question<C>) =>
    (await engine.ask(call, question)) as Answer<Reply<C>>;
  let closed = false;
  return {
    engine,
    try: attempt,
    ask: async (call, question) => {
      const answer = await attempt(call, question);
      if (answer.ok) return answer.value;
      throw new Error(`${call}: ${JSON.stringify(answer.failure)}`);
    },
    until: async (holds) => {
      for (;;) {
        const changed = new Promise<void>((resolve) => listeners.add(resolve));
        if (await holds()) return;
        await changed;
      }
    },
    pass: async (ms) => {
      passed += ms;
      for (const [timer, { due, run }] of [...timers]) {
        if (due > Date.now() + passed) continue;
        timers.delete(timer);
        clearTimeout(timer);
        run();
      }
      const answer = await attempt('connection.sync', null);
      if (!answer.ok) throw new Error(`connection.sync: ${JSON.stringify(answer.failure)}`);
    },
    close: async () => {
      if (closed) return;
      closed = true;
      await engine.close();
    },
  };
}

import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { enableCompileCache, flushCompileCache } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Demo } from '../../../demo/server.ts';
import type { Engine } from '../../../main/engine.ts';
import type { Secrets, Services } from '../../../main/services.ts';
import { memorySecrets } from '../../support/secrets.ts';
import { PassingTime } from './passing-time.ts';
import { registerGlobImports } from './glob-imports.ts';
import type { FromProcess, InstanceOptions, LaptopOptions, Requests, ToProcess } from './protocol.ts';

/**
 * The other side of the bridge in renderer tests: the demo instance over HTTP and the engines of one or more laptops, with SQLite
 * on disk, in a process of their own. It ends with the process that started it.
 */
enableCompileCache(join(import.meta.dirname, '../../../node_modules/.cache/outpost-renderer-tests'));
registerGlobImports();
const { startDemo } = await import('../../../demo/server.ts');
const { createEngine } = await import('../../../main/engine.ts');
flushCompileCache();

interface Laptop {
  engine: Engine | null;
  secrets: Secrets;
}

let folder = '';
let demo: Demo | null = null;
let time = new PassingTime();
const laptops = new Map<string, Laptop>();

const requests: Requests = { begin, start, ask, pass };

function tell(message: FromProcess): void {
  // What an engine says while the process ends reaches nobody, which is no error.
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}

async function begin(instance: InstanceOptions): Promise<string> {
  await end();
  folder = mkdtempSync(join(tmpdir(), 'outpost-renderer-'));
  time = new PassingTime();
  demo = await startDemo({ ...instance, now: time.now });
  return demo.url;
}

async function start({ laptop: name, address, userName, definition }: LaptopOptions): Promise<void> {
  const laptop = laptops.get(name) ?? { engine: null, secrets: memorySecrets() };
  laptops.set(name, laptop);
  await laptop.engine?.close();
  const home = join(folder, name);
  mkdirSync(home, { recursive: true });
  const file = join(folder, `${name}.json`);
  if (definition !== null) writeFileSync(file, JSON.stringify(definition));
  const services: Services = {
    folder: home,
    host: 'web',
    version: '0.1.0',
    suggestedInstance: address,
    definition: definition === null ? null : file,
    signIn: userName === null ? null : { instance: address, userName, password: userName },
    time,
    // What is to be tried again is tried again at once.
    random: () => 0,
    randomBytes: (count) => randomBytes(count),
    secrets: laptop.secrets,
    passphraseCost: 10,
    announce: (event, news) => {
      tell({ kind: 'event', laptop: name, event, news });
    },
    log: { info: () => undefined, warn: () => undefined, error: console.error },
  };
  laptop.engine = await createEngine(services);
}

/** A window that is still open when its laptop is gone is answered too, as by the hosts. */
async function ask(laptop: string, call: string, question: unknown): ReturnType<Requests['ask']> {
  const engine = laptops.get(laptop)?.engine;
  const message = `Outpost does not run on the laptop "${laptop}"`;
  return (await engine?.ask(call, question)) ?? { ok: false, failure: { kind: 'internal', message } };
}

function pass(ms: number): Promise<void> {
  time.pass(ms);
  return Promise.resolve();
}

async function end(): Promise<void> {
  for (const { engine } of laptops.values()) await engine?.close();
  laptops.clear();
  await demo?.close();
  demo = null;
  if (folder !== '') rmSync(folder, { recursive: true, force: true });
}

async function carryOut({ id, request, given }: ToProcess): Promise<void> {
  const work = requests[request] as (...all: unknown[]) => Promise<unknown>;
  try {
    tell({ kind: 'done', id, value: await work(...given) });
  } catch (error) {
    tell({
      kind: 'failed',
      id,
      reason: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
}

process.on('message', (message: ToProcess) => void carryOut(message));
process.on('disconnect', () => {
  void end().finally(() => process.exit());
});

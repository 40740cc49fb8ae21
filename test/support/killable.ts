import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Call, Question, Reply } from '../../preload/contract/calls.ts';
import type { Answer } from '../../preload/contract/failure.ts';
import type { Ready } from '../../main/host/parent.ts';

/** The built app in a process of its own, asked over HTTP as its page would, so that it can be killed at any moment. */
export interface Killable {
  ask: <C extends Call>(call: C, question: Question<C>) => Promise<Reply<C>>;
  /** SIGKILL: no farewell, as with a power cut. */
  kill: () => Promise<void>;
}

const program = join(import.meta.dirname, '../../dist/main/web.cjs');
const laterClock = pathToFileURL(join(import.meta.dirname, 'later.ts')).href;

/**
 * Starts Outpost on a data folder, signed in on `instance` as its dispatcher. Its clock is `later` by so many milliseconds: the
 * laptop was closed for so long.
 */
export async function startKillable(data: string, instance: string, later = 0): Promise<Killable> {
  const child = fork(program, {
    execArgv: later === 0 ? [] : ['--import', laterClock],
    env: {
      ...process.env,
      LATER_MS: String(later),
      OUTPOST_DATA: data,
      OUTPOST_INSTANCE: instance,
      OUTPOST_USER: 'dispatcher',
      OUTPOST_PASSWORD: 'dispatcher',
    },
    silent: true,
  });
  const ended = once(child, 'exit');
  child.stdout?.resume();
  const address = new URL(await addressOf(child));
  const entry = await fetch(address, { redirect: 'manual' });
  const cookie = entry.headers
    .getSetCookie()
    .map((set) => set.split(';')[0])
    .join('; ');
  return {
    ask: async (call, question) => {
      const response = await fetch(`${address.origin}/ask/${call}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie },
        body: JSON.stringify({ question }),
      });
      const answer = (await response.json()) as Answer<Reply<typeof call>>;
      if (answer.ok) return answer.value;
      throw new Error(`${call}: ${JSON.stringify(answer.failure)}`);
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** A kill between a renewed token and its being kept costs a sign-in, as with any tokens that rotate. */
export async function beSignedIn(outpost: Killable, instance: string): Promise<void> {
  if ((await outpost.ask('connection.get', null)).state !== 'sign-in-needed') return;
  const userName = 'dispatcher';
  const asked = { instance, userName, password: userName, clientId: null, clientSecret: null };
  await outpost.ask('session.signIn', asked);
}

async function addressOf(child: ChildProcess): Promise<string> {
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ready = once(child, 'message').then(([message]) => (message as Ready).ready);
  const ended = once(child, 'exit').then(() => {
    throw new Error(`Outpost ended before it was ready: ${said}`);
  });
  return Promise.race([ready, ended]);
}

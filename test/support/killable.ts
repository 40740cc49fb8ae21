import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
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

/** Starts Outpost on a data folder, signed in on `instance` as its dispatcher. */
export async function startKillable(data: string, instance: string): Promise<Killable> {
  const child = fork(program, {
    env: {
      ...process.env,
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

async function addressOf(child: ChildProcess): Promise<string> {
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ready = once(child, 'message').then(([message]) => (message as Ready).ready);
  const ended = once(child, 'exit').then(() => {
    throw new Error(`Outpost ended before it was ready: ${said}`);
  });
  return Promise.race([ready, ended]);
}

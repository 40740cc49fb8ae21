import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { demoPort } from './port.ts';

/** The demo instance in a process of its own, which ends when this one does. */
export interface EmbeddedDemo {
  url: string;
  /** From now on its end is no surprise: a Ctrl-C in the terminal reaches it as well. */
  expectEnd(): void;
  close(): void;
}

const program = join(import.meta.dirname, '../../../demo/main.ts');

/** A demo whose starter was killed a moment ago may still be letting go of the port. */
const tries = 10;

/** A demo that has not ended by then does not end by itself. */
const closeLimit = 5_000;

/** Starts the demo of a data folder, always at the same address. */
export async function startDemo(
  data: string,
  flags: { tasks: string | null; seed: string | null },
): Promise<EmbeddedDemo> {
  const folder = join(data, 'demo');
  const port = await demoPort(folder);
  const args = ['--port', String(port), '--data', folder];
  if (flags.tasks !== null) args.push('--tasks', flags.tasks);
  if (flags.seed !== null) args.push('--seed', flags.seed);
  let words = '';
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const child = fork(program, args, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    words = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      words += text;
    });
    const url = await address(child);
    if (url !== null) {
      return watch(child, url);
    }
    if (!words.includes('EADDRINUSE')) break;
    await sleep(300);
  }
  throw new Error(
    words.includes('EADDRINUSE')
      ? `Port ${port} is taken by another program, and the demo's data belong to it (${join(folder, 'port')}).`
      : `The demo did not start: ${words.trim()}`,
  );
}

/** Where it answers; null when it ended instead. */
async function address(child: ChildProcess): Promise<string | null> {
  const told = once(child, 'message').then(([message]) => (message as { url: string }).url);
  const ended = once(child, 'exit').then(() => null);
  return Promise.race([told, ended]);
}

function watch(child: ChildProcess, url: string): EmbeddedDemo {
  child.stderr?.pipe(process.stderr);
  const early = () => {
    console.error('The demo instance ended. Start Outpost again to have it back.');
  };
  child.once('exit', early);
  const expectEnd = () => {
    child.off('exit', early);
  };
  return {
    url,
    expectEnd,
    close: () => {
      expectEnd();
      // It ends when the channel does, and would if this process were killed.
      if (child.connected) child.disconnect();
      setTimeout(() => child.kill('SIGKILL'), closeLimit).unref();
    },
  };
}

import { fork, spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Ready } from '../parent.ts';
import type { EngineSettings } from '../messages.ts';

/** A host as a child of `npm start`. */
export interface RunningHost {
  /** What it says when the app answers; null when it ended without. */
  ready: Promise<string | null>;
  /** Its exit code. */
  ended: Promise<number>;
  close(): void;
}

/** What the host is told, in its environment (main/host/options.ts reads it there). */
export interface HostSettings {
  data: string;
  instance: string | null;
  definition: string | null;
  signIn: EngineSettings['signIn'];
}

const root = join(import.meta.dirname, '../../..');

/** A host that has not ended by then does not end by itself. */
const closeLimit = 15_000;

/** Starts the web host. */
export function startWeb(settings: HostSettings): RunningHost {
  const env = environment(settings);
  return watch(fork(join(root, 'dist/main/web.cjs'), { env, cwd: root }));
}

/** Starts Electron's program at `binary` on the app. */
export function startElectron(binary: string, settings: HostSettings): RunningHost {
  // Chromium's sandbox does not work for the superuser of a Linux machine, and says so only by ending.
  const args = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox', '.'] : ['.'];
  const env = environment(settings);
  return watch(spawn(binary, args, { env, cwd: root, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] }));
}

function environment({ data, instance, definition, signIn }: HostSettings): NodeJS.ProcessEnv {
  return {
    ...process.env,
    // Set by editors that are themselves Electron; it would make ours a plain Node.
    ELECTRON_RUN_AS_NODE: undefined,
    OUTPOST_DATA: data,
    OUTPOST_INSTANCE: instance ?? undefined,
    OUTPOST_DEFINITION: definition ?? undefined,
    OUTPOST_USER: signIn?.userName,
    OUTPOST_PASSWORD: signIn?.password,
  };
}

function watch(child: ChildProcess): RunningHost {
  const ended = new Promise<number>((resolve) => {
    child.once('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.once('exit', (code) => {
      resolve(code ?? 1);
    });
  });
  const told = new Promise<string>((resolve) => {
    child.on('message', (message) => {
      resolve((message as Ready).ready);
    });
  });
  return {
    ready: Promise.race([told, ended.then(() => null)]),
    ended,
    close: () => {
      // It closes when the channel does, and would if this process were killed.
      if (child.connected) child.disconnect();
      setTimeout(() => child.kill('SIGKILL'), closeLimit).unref();
    },
  };
}

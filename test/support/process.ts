import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process under test, with everything it has said. */
export interface Spoken {
  child: ChildProcess;
  said: () => string;
  /** Waits for a line and answers with what the pattern's first group found; rejects when the process ends instead. */
  line: (pattern: RegExp) => Promise<string>;
  /** Its exit code, or the signal that ended it. */
  ended: Promise<number | string>;
}

/** Starts a program in a process group of its own, so that all of it can be ended at once. */
export function start(program: string, args: string[], options: SpawnOptions = {}): Spoken {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true, ...options });
  let text = '';
  const heard = (chunk: Buffer) => {
    text += chunk.toString();
  };
  child.stdout?.on('data', heard);
  child.stderr?.on('data', heard);
  // Not `close`: it never comes for a child whose channel this side has closed. The last words follow within moments.
  const ended = once(child, 'exit').then(async ([code, signal]) => {
    await sleep(100);
    return (code as number | null) ?? (signal as NodeJS.Signals);
  });
  const line = (pattern: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(text)?.[1];
        if (found !== undefined) resolve(found);
      };
      look();
      child.stdout?.on('data', look);
      child.stderr?.on('data', look);
      void ended.then((how) => {
        reject(new Error(`It ended (${how}) and never said ${String(pattern)}, but:\n${text}`));
      });
    });
  return { child, said: () => text, line, ended };
}

/** Ends a process and its children at once and without warning, as a power cut does. */
export async function killAll({ child, ended }: Spoken): Promise<void> {
  if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
    process.kill(-child.pid, 'SIGKILL');
  }
  await ended;
}

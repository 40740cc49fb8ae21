import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A data folder belongs to one running Outpost. The lock is a file with the process that holds it. */
interface Holder {
  pid: number;
  /** Tells that process from a later one with the same number; null where the system does not say. */
  since: string | null;
}

/** How long a process that is just ending may take to let go. */
const patience = 3_000;

/**
 * Takes the data folder, also from a process that was killed or that hands it over (`from`, the parent that took it for us).
 * Returns null when it is ours, else the id of the process that holds it.
 */
export async function takeLock(folder: string, from?: number): Promise<number | null> {
  mkdirSync(folder, { recursive: true });
  const file = lockFile(folder);
  const ours = JSON.stringify({ pid: process.pid, since: startOf(process.pid) } satisfies Holder);
  const deadline = Date.now() + patience;
  for (;;) {
    const holder = readHolder(file);
    if (holder === null || holder.pid === from || !lives(holder)) {
      const next = `${file}.${process.pid}`;
      writeFileSync(next, ours);
      renameSync(next, file);
      // When two found it free at once, both wrote; the last one has it, and the other one sees that now.
      await sleep(50);
      if (readText(file) === ours) return null;
    } else if (Date.now() > deadline) {
      return holder.pid;
    } else {
      await sleep(100);
    }
  }
}

/** Lets go of the folder, if it is still ours. */
export function dropLock(folder: string): void {
  const file = lockFile(folder);
  if (readHolder(file)?.pid === process.pid) rmSync(file, { force: true });
}

function lockFile(folder: string): string {
  return join(folder, 'outpost.lock');
}

function readHolder(file: string): Holder | null {
  const text = readText(file);
  if (text === null) return null;
  try {
    const { pid, since } = JSON.parse(text) as Partial<Holder>;
    return typeof pid === 'number' ? { pid, since: since ?? null } : null;
  } catch {
    // Cut short by a power failure: nobody holds it.
    return null;
  }
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function lives({ pid, since }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  return since === null || since === startOf(pid);
}

/** When the process began, in the kernel's ticks, with the boot they are counted from. Linux alone says so cheaply. */
function startOf(pid: number): string | null {
  const stat = readText(`/proc/${pid}/stat`);
  const boot = readText('/proc/sys/kernel/random/boot_id');
  if (stat === null || boot === null) return null;
  // The second field is the program's name in brackets and may hold spaces; the start is the 22nd.
  return `${boot.trim()} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''}`;
}

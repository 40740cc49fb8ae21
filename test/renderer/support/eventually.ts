import { setTimeout as pause } from 'node:timers/promises';

/** Nothing takes so long but what never comes. */
const LIMIT_MS = 30_000;

/** Waits until `check` does not throw any more. Throws what it threw last when the limit is over. */
export async function eventually(check: () => unknown): Promise<void> {
  const end = performance.now() + LIMIT_MS;
  for (;;) {
    try {
      await check();
      return;
    } catch (reason) {
      if (performance.now() > end) throw reason;
    }
    await pause(5);
  }
}

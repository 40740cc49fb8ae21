import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

/** Held by the test whose Outpost may listen where instances send people back to, which is one port on the whole machine. */
const GUARD = 8720;
const LOOK_MS = 50;

/** Keeps the port that people come back to from a sign-in for this test, as soon as no other one needs it, until its end. */
export async function holdRedirectPort(): Promise<void> {
  for (;;) {
    const guard = createServer().listen(GUARD, '127.0.0.1');
    const isMine = await once(guard, 'listening').then(
      () => true,
      () => false,
    );
    if (isMine) {
      onTestFinished(() => void guard.close());
      return;
    }
    await pause(LOOK_MS);
  }
}

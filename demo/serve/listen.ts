import { once } from 'node:events';
import type { Server } from 'node:http';
import { Server as SecureServer } from 'node:https';
import { setTimeout } from 'node:timers/promises';

const PATIENCE = 3000;
const PAUSE = 150;

/** Has the server listen on this machine alone. A port still taken is tried again for a while: its owner may be going. */
export async function listen(server: Server | SecureServer, port: number): Promise<string> {
  for (let waited = 0; ; waited += PAUSE) {
    try {
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
      break;
    } catch (thrown) {
      if (!isTaken(thrown) || waited >= PATIENCE) throw thrown;
      await setTimeout(PAUSE);
    }
  }
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return `${server instanceof SecureServer ? 'https' : 'http'}://127.0.0.1:${address.port}`;
}

/** Whether listening failed because somebody else has the port. */
export function isTaken(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'EADDRINUSE';
}

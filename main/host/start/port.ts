import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

/**
 * The port of a data folder's demo: chosen once and remembered, because the account, the records and the waiting
 * entries belong to the instance's address.
 */
export async function demoPort(folder: string): Promise<number> {
  const file = join(folder, 'port');
  const remembered = readPort(file);
  if (remembered !== null) return remembered;
  const port = await findPort();
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `${port}\n`);
  return port;
}

function readPort(file: string): number | null {
  try {
    const port = Number(readFileSync(file, 'utf8'));
    return Number.isInteger(port) && port > 0 && port < 65_536 ? port : null;
  } catch {
    return null;
  }
}

/** Below the range from which systems take ports for outgoing connections, so that it is free the next time too. */
async function findPort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
      .once('error', () => {
        resolve(false);
      })
      .listen(port, '127.0.0.1', () => {
        server.close(() => {
          resolve(true);
        });
      });
  });
}

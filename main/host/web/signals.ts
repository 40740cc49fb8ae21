import { networkInterfaces } from 'node:os';
import type { Signal } from '../../services.ts';
import { watchNetwork } from '../network.ts';

const interval = 5_000;
const asleep = 30_000;

/** What a plain process can tell of the machine: its addresses, and a clock that has jumped is a lid that was closed. */
export function watchMachine(tell: (signal: Signal) => void): void {
  watchNetwork(
    () =>
      Object.values(networkInterfaces())
        .flat()
        .some((address) => address?.internal === false),
    tell,
  );
  let last = Date.now();
  setInterval(() => {
    const now = Date.now();
    if (now - last > asleep) tell('resume');
    last = now;
  }, interval).unref();
}

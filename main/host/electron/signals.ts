import { net, powerMonitor } from 'electron';
import type { Signal } from '../../services.ts';
import { watchNetwork } from '../network.ts';

/** What the system tells of the machine, for the engine. */
export function watchMachine(tell: (signal: Signal) => void): void {
  powerMonitor.on('resume', () => {
    tell('resume');
  });
  powerMonitor.on('unlock-screen', () => {
    tell('resume');
  });
  watchNetwork(() => net.isOnline(), tell);
}

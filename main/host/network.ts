import type { Signal } from '../services.ts';

/** Systems report a cable or a radio in their own time; a change is noticed after this long at the latest. */
const interval = 3_000;

/** Tells when the machine gains or loses its network. Only a hint: what the instance answers is what counts. */
export function watchNetwork(isUp: () => boolean, tell: (signal: Signal) => void): () => void {
  let was = isUp();
  const timer = setInterval(() => {
    const now = isUp();
    if (now !== was) tell(now ? 'network-up' : 'network-down');
    was = now;
  }, interval);
  timer.unref();
  return () => {
    clearInterval(timer);
  };
}

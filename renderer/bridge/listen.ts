import type { Bridge } from '../../preload/contract/bridge.ts';
import { events, type EventName, type Events } from '../../preload/contract/events.ts';

type Ears = { [E in EventName]?: (news: Events[E]) => void };

/** Listens to several events at once; returns the function that stops it. */
export function listen(bridge: Bridge, ears: Ears): () => void {
  const attach = <E extends EventName>(event: E, ear: Ears[E]): (() => void)[] =>
    ear === undefined ? [] : [bridge.on(event, ear)];
  const stops = events.flatMap((event) => attach(event, ears[event]));
  return () => {
    for (const stop of stops) stop();
  };
}

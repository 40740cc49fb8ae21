import type { RouteWindow } from '../../../renderer/state/route.svelte.ts';

interface Visit {
  hash: string;
  state: unknown;
}

/** Makes a window as far as the route knows it: an address, a history and the event that tells of both. */
export function makeWindow(hash = ''): RouteWindow {
  const visits: Visit[] = [{ hash, state: null }];
  let at = 0;
  const ears: EventListener[] = [];
  const here = (): Visit => visits[at] ?? { hash: '', state: null };
  const visit = (next: Visit): void => {
    visits.splice(at + 1, visits.length, next);
    at += 1;
  };
  const tell = (): void => {
    for (const ear of ears) ear(new Event('hashchange'));
  };
  const location = {
    get hash() {
      return here().hash;
    },
    set hash(next: string) {
      if (next === here().hash) return;
      visit({ hash: next, state: null });
      tell();
    },
  };
  const history = {
    get state() {
      return here().state;
    },
    pushState: (state: unknown, _: string, next: string) => {
      visit({ hash: next, state });
    },
    replaceState: (state: unknown, _: string, next?: string) => {
      Object.assign(here(), { state, ...(next !== undefined && { hash: next }) });
    },
    back: () => {
      at -= 1;
      tell();
    },
  };
  const addEventListener = (_: string, ear: EventListener): void => {
    ears.push(ear);
  };
  return { location, history, addEventListener } as unknown as RouteWindow;
}

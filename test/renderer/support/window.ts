import type { RouteWindow } from '../../../renderer/state/route.svelte.ts';

interface Visit {
  hash: string;
  state: unknown;
}

/** A window as far as the route knows it: an address, a history and the event that tells of both. */
class SmallWindow {
  readonly #visits: Visit[];
  readonly #ears: EventListener[] = [];
  #at = 0;

  constructor(hash: string) {
    this.#visits = [{ hash, state: null }];
  }

  readonly location = this.#makeLocation();
  readonly history = this.#makeHistory();

  addEventListener(_: string, ear: EventListener): void {
    this.#ears.push(ear);
  }

  #makeLocation(): { hash: string } {
    const here = (): Visit => this.#here();
    const visit = (hash: string): void => {
      this.#visit({ hash, state: null });
      this.#tell();
    };
    return {
      get hash() {
        return here().hash;
      },
      set hash(next) {
        if (next !== here().hash) visit(next);
      },
    };
  }

  #makeHistory(): Pick<History, 'state' | 'pushState' | 'replaceState' | 'back'> {
    const here = (): Visit => this.#here();
    return {
      get state() {
        return here().state;
      },
      pushState: (state: unknown, _: string, next: string) => {
        this.#visit({ hash: next, state });
      },
      replaceState: (state: unknown, _: string, next?: string) => {
        Object.assign(here(), { state, ...(next !== undefined && { hash: next }) });
      },
      back: () => {
        this.#at -= 1;
        this.#tell();
      },
    };
  }

  #here(): Visit {
    return this.#visits[this.#at] ?? { hash: '', state: null };
  }

  #visit(next: Visit): void {
    this.#visits.splice(this.#at + 1, this.#visits.length, next);
    this.#at += 1;
  }

  #tell(): void {
    for (const ear of this.#ears) ear(new Event('hashchange'));
  }
}

export function makeWindow(hash = ''): RouteWindow {
  return new SmallWindow(hash) as unknown as RouteWindow;
}

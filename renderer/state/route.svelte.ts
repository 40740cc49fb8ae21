import { hrefOf, placeAt, type Place } from './place.ts';

/** What the route needs of a window; tests hand in a small one. */
export type RouteWindow = Pick<Window, 'location' | 'history' | 'addEventListener'>;

/** What stands between a person and another place. */
interface Guard {
  /** Something would be lost by leaving. */
  holds: () => boolean;
  /** Brings it into safety; returns whether that came about. Null where only the person can say. */
  settle: (() => Promise<boolean>) | null;
}

/**
 * The way through the screens, kept in `location.hash` so that back and forward work. Every visit to a place is numbered in
 * `history.state`: a number that is already there means that the person came back, and gets the scroll position too.
 */
export class Route {
  place = $state.raw<Place>({ screen: 'start' });
  /** Where the person wants to go while a form holds typed inputs; a dialog asks about it. */
  wanted = $state.raw<Place | null>(null);
  /** Number of the visit; a new one each time the screen must be made anew. */
  visit = $state(0);

  readonly #window: RouteWindow;
  readonly #tops: number[] = [];
  #arrivals: (() => void)[] = [];
  #guard: Guard | null = null;

  constructor(window: RouteWindow) {
    this.#window = window;
    this.visit = visitOf(window.history.state) ?? 0;
    window.history.replaceState(this.visit, '');
    this.place = placeAt(window.location.hash);
    window.addEventListener('hashchange', () => {
      this.#arrive();
    });
  }

  go(place: Place): void {
    this.#window.location.hash = hrefOf(place);
  }

  /** Back to where the person came from; to `otherwise` if this is the first screen of the window. */
  back(otherwise: Place): void {
    if (this.visit > 0) this.#window.history.back();
    else this.go(otherwise);
  }

  /** Calls `listener` on every arrival at another place. Returns the function that stops it. */
  onArrival(listener: () => void): () => void {
    this.#arrivals = [...this.#arrivals, listener];
    return () => {
      this.#arrivals = this.#arrivals.filter((other) => other !== listener);
    };
  }

  /** The same screen has another address from now on, such as that of the draft that was just made. */
  replace(place: Place): void {
    this.#window.history.replaceState(this.visit, '', hrefOf(place));
    this.place = place;
  }

  /** While the guard holds, leaving settles first, or asks. Returns the function that lifts it. */
  guard(guard: Guard): () => void {
    this.#guard = guard;
    return () => {
      if (this.#guard === guard) this.#guard = null;
    };
  }

  leave(): void {
    const place = this.wanted;
    this.wanted = null;
    this.#guard = null;
    if (place !== null) this.go(place);
  }

  stay(): void {
    this.wanted = null;
  }

  /** Attached to the part of a screen that scrolls. */
  readonly keepTop = (scroller: HTMLElement): (() => void) => {
    const visit = this.visit;
    scroller.scrollTop = this.#tops[visit] ?? 0;
    const note = (): void => {
      this.#tops[visit] = scroller.scrollTop;
    };
    scroller.addEventListener('scroll', note, { passive: true });
    return () => {
      scroller.removeEventListener('scroll', note);
    };
  };

  #arrive(): void {
    const { location, history } = this.#window;
    const place = placeAt(location.hash);
    if (this.#guard?.holds() === true && hrefOf(place) !== hrefOf(this.place)) {
      history.pushState(this.visit, '', hrefOf(this.place));
      void this.#hold(place, this.#guard.settle);
      return;
    }
    const known = visitOf(history.state);
    this.visit = known ?? this.visit + 1;
    if (known === null) this.#tops[this.visit] = 0;
    history.replaceState(this.visit, '');
    this.place = place;
    for (const listener of this.#arrivals) listener();
  }

  async #hold(place: Place, settle: Guard['settle']): Promise<void> {
    const isSafe = settle !== null && (await settle());
    this.wanted = place;
    if (isSafe) this.leave();
  }
}

function visitOf(state: unknown): number | null {
  return typeof state === 'number' ? state : null;
}

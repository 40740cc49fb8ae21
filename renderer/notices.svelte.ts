import type { Failure } from '../preload/contract/failure.ts';
import type { Triggered } from '../preload/contract/forms.ts';
import { words } from './messages/messages.ts';
import type { Route } from './route.svelte.ts';

export interface Notice {
  id: number;
  tone: 'sent' | 'saved' | 'refused' | 'failed';
  /** What it is about: `Accept · WOT0010023`. */
  title: string;
  /** What became of it. */
  outcome: string;
  /** Why, or what comes next. */
  hint: string | null;
  /** The instance's words when it refused. */
  refusal: { message: string; detail: string | null } | null;
  /** The entry in the Outbox; null when none was made. */
  entry: number | null;
}

type News = Omit<Notice, 'id'>;

/**
 * What became of the actions a person triggered. Good news give way to the next news and to the next screen; bad news
 * stay until they are dismissed.
 */
export class Notices {
  shown = $state.raw<Notice[]>([]);

  #made = 0;
  /** The notice that goes along to the screen the person is being taken to. */
  #carried = 0;

  constructor(route: Route) {
    route.onArrival(() => {
      this.#keep((notice) => isBad(notice) || notice.id === this.#carried);
      this.#carried = 0;
    });
  }

  /** `carry`: the person is about to be taken elsewhere, where it is to be read. */
  add(news: News, carry = false): void {
    this.#made += 1;
    this.#keep(isBad);
    this.shown = [{ ...news, id: this.#made }, ...this.shown];
    if (carry) this.#carried = this.#made;
  }

  dismiss(id: number): void {
    this.#keep((notice) => notice.id !== id);
  }

  #keep(test: (notice: Notice) => boolean): void {
    this.shown = this.shown.filter(test);
  }
}

/** What to tell about a triggered action. */
export function newsOf(title: string, { outcome, entry, ...rest }: Triggered): News {
  const base = { title, entry, hint: null, refusal: null };
  if (outcome === 'sent') return { ...base, tone: 'sent', outcome: words.notice.sent };
  if ('because' in rest) {
    return { ...base, tone: 'saved', outcome: words.notice.saved, hint: words.notice.because[rest.because] };
  }
  return {
    ...base,
    tone: 'refused',
    outcome: words.notice.refused,
    hint: words.notice.waitsForYou,
    refusal: 'message' in rest ? rest : null,
  };
}

/** What to tell about an action that was not even taken on. */
export function newsOfFailure(title: string, { kind, message }: Failure): News {
  return {
    title,
    tone: 'failed',
    outcome: words.failure[kind],
    hint: message,
    refusal: null,
    entry: null,
  };
}

function isBad({ tone }: Notice): boolean {
  return tone === 'refused' || tone === 'failed';
}

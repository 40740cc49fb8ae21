import type { Bridge } from '../../preload/contract/bridge.ts';
import type { Mended } from '../../preload/contract/decisions.ts';
import type { Failure } from '../../preload/contract/failure.ts';
import type { FormScreen, Triggered } from '../../preload/contract/forms.ts';
import type { EntryLine, ShownState } from '../../preload/contract/outbox.ts';
import { words } from '../messages/messages.ts';
import type { Route } from './route.svelte.ts';

export interface Notice {
  id: number;
  tone: Triggered['outcome'] | 'kept' | 'failed';
  /** What it is about: `Accept · WOT0010023`. */
  title: string;
  /** What became of it. */
  outcome: string;
  /** Why, or what comes next. */
  hint: string | null;
  /** Why it waits for the person, in the instance's words when it refused. */
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

  readonly #bridge: Bridge;
  readonly #route: Route;
  #made = 0;
  /** The notice that goes along to the screen the person is being taken to. */
  #carried = 0;

  constructor(bridge: Bridge, route: Route) {
    this.#bridge = bridge;
    this.#route = route;
  }

  /** What is told follows the person and what becomes of the entries. Returns the function that stops it. */
  open(): () => void {
    const stops = [
      this.#route.onArrival(() => {
        this.#keep((notice) => isBad(notice) || notice.id === this.#carried);
        this.#carried = 0;
      }),
      this.#bridge.on('outbox.changed', () => void this.#review()),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }

  /** `carry`: the person is about to be taken elsewhere, where it is to be read. */
  add(news: News, carry = false): void {
    this.#made += 1;
    this.makeRoom();
    this.shown = [{ ...news, id: this.#made }, ...this.shown];
    if (carry) this.#carried = this.#made;
  }

  /** The next action is under way: good news of the one before would be taken for its own. */
  makeRoom(): void {
    this.#keep(isBad);
  }

  dismiss(id: number): void {
    this.#keep((notice) => notice.id !== id);
  }

  async #review(): Promise<void> {
    const entries = this.shown.flatMap(({ entry }) => entry ?? []);
    if (entries.length === 0) return;
    const answer = await this.#bridge.ask('outbox.entries', { entries });
    if (answer.ok) this.shown = this.shown.flatMap((notice) => upToDate(notice, answer.value));
  }

  #keep(test: (notice: Notice) => boolean): void {
    this.shown = this.shown.filter(test);
  }
}

/** What to tell about a triggered action. */
export function newsOf(title: string, triggered: Triggered): News {
  const { outcome, entry } = triggered;
  const news = { title, entry, tone: outcome, outcome: words.notice[outcome], hint: null, refusal: null };
  switch (outcome) {
    case 'sent':
      return news;
    case 'saved':
      return { ...news, hint: words.notice.because[triggered.because] };
    case 'refused':
    case 'conflict':
    case 'unclear': {
      const { message, detail } = triggered;
      return { ...news, hint: words.notice.waitsForYou, refusal: { message, detail } };
    }
  }
}

/** What to tell about a form that was left before it was submitted. */
export function newsOfDraft(
  form: Pick<FormScreen, 'action' | 'record'> | null,
  many: readonly unknown[] = [],
): News {
  const { action, record } = form ?? { action: { label: '' }, record: null };
  const about = many.length > 0 ? words.form.many(many.length) : record?.title;
  const title = about === undefined ? action.label : words.notice.about(action.label, about);
  const { kept, keptHint } = words.notice;
  return { title, tone: 'kept', outcome: kept, hint: keptHint, refusal: null, entry: null };
}

/** What to tell about entries that were edited at once. */
export function newsOfGroupEdit(title: string, { mended, left }: Mended): News {
  const { groupEdit } = words;
  const told = { title, refusal: null, entry: null };
  if (left.length === 0)
    return { ...told, tone: 'saved', outcome: groupEdit.edited(mended.length), hint: groupEdit.editedHint };
  const why = left.map(({ entry, title: record, message }) => groupEdit.leftWhy(entry, record, message));
  return { ...told, tone: 'failed', outcome: groupEdit.left(left.length), hint: why.join(' ') };
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

/** A saved entry says what became of it since; one that waited for the person and was decided about is no news any more. */
function upToDate(notice: Notice, lines: EntryLine[]): Notice[] {
  const { id, title, tone } = notice;
  const line = lines.find(({ seq }) => seq === notice.entry);
  if (tone === 'saved' && line) {
    const { seq: entry, state: outcome, message, detail } = line;
    if (outcome === 'sent') return [{ ...newsOf(title, { outcome, entry }), id }];
    if (waitsForPerson(outcome))
      return [{ ...newsOf(title, { outcome, entry, message: message ?? '', detail }), id }];
  }
  return waitsForPerson(tone) && line?.state !== tone ? [] : [notice];
}

function isBad({ tone }: Notice): boolean {
  return waitsForPerson(tone) || tone === 'failed';
}

/** Outcomes after which the entry waits for a decision. */
type Undecided = Extract<Triggered, { message: string }>['outcome'];

function waitsForPerson(state: Notice['tone'] | ShownState): state is Undecided {
  return state === 'refused' || state === 'conflict' || state === 'unclear';
}

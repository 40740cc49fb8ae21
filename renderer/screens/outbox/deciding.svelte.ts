import type { Bridge } from '../../../preload/contract/bridge.ts';
import type { DiscardPreview } from '../../../preload/contract/decisions.ts';
import type { Answer, Failure } from '../../../preload/contract/failure.ts';
import type { EntryGroup, EntryLine } from '../../../preload/contract/outbox.ts';
import { words } from '../../messages/messages.ts';
import { formPlace } from '../../state/place.ts';
import type { Route } from '../../state/route.svelte.ts';
import { Comparing } from './comparing.svelte.ts';
import type { Announcer } from './announcer.svelte.ts';

/** What a person decides about entries: one, or all of a group. */
export class Deciding {
  /** The entries for which a decision is being carried out. */
  working = $state.raw<readonly number[]>([]);
  /** What a discard would come to, about which a dialog asks. */
  discarding = $state.raw<{ entries: readonly number[]; preview: DiscardPreview } | null>(null);
  /** The last discard, to be undone by one click. */
  discarded = $state.raw<readonly number[]>([]);
  failure = $state.raw<Failure | null>(null);

  readonly comparing: Comparing;

  readonly #bridge: Bridge;
  readonly #route: Route;
  readonly #announcer: Announcer;
  readonly #again: () => void;

  /** `again`: asks anew how the Outbox stands. */
  constructor(bridge: Bridge, route: Route, announcer: Announcer, again: () => void) {
    this.#bridge = bridge;
    this.comparing = new Comparing(bridge);
    this.#route = route;
    this.#announcer = announcer;
    this.#again = again;
  }

  isWorking(entries: readonly number[]): boolean {
    return entries.some((entry) => this.working.includes(entry));
  }

  tryAgain(entries: readonly number[]): Promise<void> {
    return this.#letGo(entries, words.outbox.told.again);
  }

  /** The same about entries that have waited so long that a person is asked whether they are still to be sent. */
  send(entries: readonly number[]): Promise<void> {
    return this.#letGo(entries, words.outbox.told.send);
  }

  edit({ seq, form }: EntryLine): void {
    if (form !== null) this.#route.go(formPlace(form.action, form.record, { revises: seq }));
  }

  /** Opens the form of the first for all of them. */
  editGroup({ form }: EntryGroup): void {
    if (form === null) return;
    this.#route.go(formPlace(form.action, form.record, { revises: form.entry, group: true }));
  }

  /** Shows both sides of an entry in conflict. */
  async compare(entry: EntryLine): Promise<void> {
    this.failure = await this.comparing.begin(entry);
  }

  /** Sends the compared entry again as it was chosen. */
  async resolve(): Promise<void> {
    if (!(await this.comparing.resolve())) return;
    this.#announcer.announce(words.outbox.told.again(1));
    this.#again();
  }

  /** Asks first, with what it would come to: only `confirmDiscard` does it. */
  async discard(entries: readonly number[]): Promise<void> {
    const preview = await this.#carryOut(entries, () =>
      this.#bridge.ask('outbox.discarding', { entries: [...entries] }),
    );
    if (preview) this.discarding = { entries, preview };
  }

  keep(): void {
    this.discarding = null;
  }

  async confirmDiscard(): Promise<void> {
    const { entries } = this.discarding ?? { entries: [] };
    this.discarding = null;
    const done = await this.#carryOut(entries, () =>
      this.#bridge.ask('outbox.decide', { entries: [...entries], decision: 'discard' }),
    );
    if (!done) return;
    this.discarded = done.entries;
    this.#announcer.announce(words.outbox.told.discarded(done.entries.length));
  }

  /** Undoes the discard of this entry and of what went with it. */
  async undo(entry: number): Promise<void> {
    const done = await this.#carryOut([entry], () => this.#bridge.ask('outbox.undo', { entry }));
    if (!done) return;
    if (done.entries.some((one) => this.discarded.includes(one))) this.discarded = [];
    this.#announcer.announce(words.outbox.told.back(done.entries.length));
  }

  async #letGo(entries: readonly number[], tell: (entries: number) => string): Promise<void> {
    const done = await this.#carryOut(entries, () =>
      this.#bridge.ask('outbox.decide', { entries: [...entries], decision: 'try-again' }),
    );
    if (done) this.#announcer.announce(tell(done.entries.length));
  }

  /** The answer, or null when it failed or is under way already. */
  async #carryOut<T>(entries: readonly number[], ask: () => Promise<Answer<T>>): Promise<T | null> {
    if (entries.length === 0 || this.isWorking(entries)) return null;
    this.working = [...this.working, ...entries];
    const answer = await ask();
    this.working = this.working.filter((entry) => !entries.includes(entry));
    this.failure = answer.ok ? null : answer.failure;
    this.#again();
    return answer.ok ? answer.value : null;
  }
}

import type { Bridge } from '../../../preload/contract/bridge.ts';
import type { Failure } from '../../../preload/contract/failure.ts';
import type { EntryLine } from '../../../preload/contract/outbox.ts';
import { Asked } from '../../asked.svelte.ts';
import { listen } from '../../listen.ts';
import { formPlace } from '../../place.ts';
import type { Route } from '../../route.svelte.ts';

/** What a person did and what became of it, with the decisions that are theirs to take. */
export class OutboxScreen {
  readonly asked;
  /** The entry about which a dialog asks whether to discard it. */
  discarding = $state.raw<EntryLine | null>(null);
  /** The entries for which a decision is being carried out. */
  deciding = $state.raw<number[]>([]);
  failure = $state.raw<Failure | null>(null);
  readonly empty = $derived.by(() => {
    const screen = this.asked.value;
    return screen !== null && screen.waiting.length === 0 && screen.sent.length === 0;
  });
  /** The entries that wait for the one being discarded. */
  readonly dependents = $derived.by(() => {
    const entry = this.discarding?.seq;
    return this.asked.value?.waiting.filter(({ heldBy }) => heldBy === entry) ?? [];
  });

  readonly #bridge: Bridge;
  readonly #route: Route;

  constructor(bridge: Bridge, route: Route) {
    this.#bridge = bridge;
    this.#route = route;
    this.asked = new Asked(() => bridge.ask('outbox.get', null));
  }

  open(): () => void {
    void this.asked.ask(null);
    const again = (): void => {
      this.asked.again();
    };
    return listen(this.#bridge, { 'outbox.changed': again, 'definition.changed': again });
  }

  tryAgain({ seq }: EntryLine): Promise<void> {
    return this.#decide(seq, 'try-again');
  }

  edit({ seq, form }: EntryLine): void {
    if (form !== null) this.#route.go(formPlace(form.action, form.record, { revises: seq }));
  }

  /** Asks first: only `confirmDiscard` does it. */
  discard(entry: EntryLine): void {
    this.discarding = entry;
  }

  keep(): void {
    this.discarding = null;
  }

  async confirmDiscard(): Promise<void> {
    const entry = this.discarding;
    this.discarding = null;
    if (entry !== null) await this.#decide(entry.seq, 'discard');
  }

  async #decide(entry: number, decision: 'try-again' | 'discard'): Promise<void> {
    if (this.deciding.includes(entry)) return;
    this.deciding = [...this.deciding, entry];
    const answer = await this.#bridge.ask('outbox.decide', { entries: [entry], decision });
    this.deciding = this.deciding.filter((other) => other !== entry);
    this.failure = answer.ok ? null : answer.failure;
    this.asked.again();
  }
}

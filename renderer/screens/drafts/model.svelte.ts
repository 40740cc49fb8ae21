import type { Bridge } from '../../../preload/contract/bridge.ts';
import type { DraftLine } from '../../../preload/contract/drafts.ts';
import type { Failure } from '../../../preload/contract/failure.ts';
import { Asked } from '../../state/asked.svelte.ts';
import { listen } from '../../bridge/listen.ts';
import { formPlace } from '../../state/place.ts';
import type { Route } from '../../state/route.svelte.ts';

/** The forms that were left before they were submitted. */
export class DraftsModel {
  readonly asked;
  /** The draft about which a dialog asks whether to discard it. */
  discarding = $state.raw<DraftLine | null>(null);
  failure = $state.raw<Failure | null>(null);

  readonly #bridge: Bridge;
  readonly #route: Route;

  constructor(bridge: Bridge, route: Route) {
    this.#bridge = bridge;
    this.#route = route;
    this.asked = new Asked(() => bridge.ask('drafts.get', null));
  }

  open(): () => void {
    void this.asked.ask(null);
    const again = (): void => {
      this.asked.again();
    };
    return listen(this.#bridge, {
      'drafts.changed': again,
      'records.changed': again,
      'definition.changed': again,
    });
  }

  resume({ id, action, record, revises, group, many }: DraftLine): void {
    const more = { draft: id, revises, group, many: many.length > 0 };
    this.#route.go(formPlace(action, record?.sys_id ?? null, more));
  }

  /** Asks first: only `confirmDiscard` does it. */
  discard(draft: DraftLine): void {
    this.discarding = draft;
  }

  keep(): void {
    this.discarding = null;
  }

  async confirmDiscard(): Promise<void> {
    const draft = this.discarding;
    this.discarding = null;
    if (draft === null) return;
    const answer = await this.#bridge.ask('draft.discard', { id: draft.id });
    this.failure = answer.ok ? null : answer.failure;
    this.asked.again();
  }
}

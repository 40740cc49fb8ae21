import type { Bridge } from '../preload/contract/bridge.ts';
import type { OfferedAction } from '../preload/contract/records.ts';
import { words } from './messages/messages.ts';
import { newsOf, newsOfFailure, type Notices } from './notices.svelte.ts';
import type { Route } from './route.svelte.ts';

/** The record an action is for, as far as its button knows it. */
export interface ActionTarget {
  sys_id: string;
  title: string;
}

/** What a button for an action does: open its form, or trigger it at once and tell what became of it. */
export class Trigger {
  /** The button that is at work; a second press of it does nothing. */
  working = $state.raw<{ action: string; record: string | null } | null>(null);

  readonly #bridge: Bridge;
  readonly #route: Route;
  readonly #notices: Notices;

  constructor(bridge: Bridge, route: Route, notices: Notices) {
    this.#bridge = bridge;
    this.#route = route;
    this.#notices = notices;
  }

  isWorking(action: string, record: string | null): boolean {
    return this.working?.action === action && this.working.record === record;
  }

  async press({ id, label, offered, form }: OfferedAction, target: ActionTarget | null): Promise<void> {
    const record = target?.sys_id ?? null;
    if (!offered || this.working !== null) return;
    if (form) {
      this.#route.go({ screen: 'form', action: id, record, revises: null });
      return;
    }
    this.working = { action: id, record };
    this.#notices.makeRoom();
    const question = { action: id, record, inputs: {}, revises: null };
    const answer = await this.#bridge.ask('action.trigger', question);
    this.working = null;
    const title = target === null ? label : words.notice.about(label, target.title);
    this.#notices.add(answer.ok ? newsOf(title, answer.value) : newsOfFailure(title, answer.failure));
  }
}

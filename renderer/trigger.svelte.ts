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
  /** The buttons that are at work. A second press of one does nothing; the others need not wait for it. */
  working = $state.raw<string[]>([]);

  readonly #bridge: Bridge;
  readonly #route: Route;
  readonly #notices: Notices;

  constructor(bridge: Bridge, route: Route, notices: Notices) {
    this.#bridge = bridge;
    this.#route = route;
    this.#notices = notices;
  }

  isWorking(action: string, record: string | null): boolean {
    return this.working.includes(buttonOf(action, record));
  }

  async press({ id, label, offered, form }: OfferedAction, target: ActionTarget | null): Promise<void> {
    const record = target?.sys_id ?? null;
    if (!offered || this.isWorking(id, record)) return;
    if (form) {
      this.#route.go({ screen: 'form', action: id, record, revises: null, draft: null });
      return;
    }
    const button = buttonOf(id, record);
    this.working = [...this.working, button];
    this.#notices.makeRoom();
    const question = { action: id, record, inputs: {}, revises: null, draft: null };
    const answer = await this.#bridge.ask('action.trigger', question);
    this.working = this.working.filter((other) => other !== button);
    const title = target === null ? label : words.notice.about(label, target.title);
    this.#notices.add(answer.ok ? newsOf(title, answer.value) : newsOfFailure(title, answer.failure));
  }
}

function buttonOf(action: string, record: string | null): string {
  return `${action} ${record ?? ''}`;
}

import type { Bridge } from '../../preload/contract/bridge.ts';
import type { OfferedAction } from '../../preload/contract/records.ts';
import { words } from '../messages/messages.ts';
import { newsOf, newsOfFailure, type Notices } from './notices.svelte.ts';
import { formPlace } from './place.ts';
import type { Route } from './route.svelte.ts';

/** The record an action is for, as far as its button knows it. */
export interface ActionTarget {
  sys_id: string;
  title: string;
}

/** An action that waits for the person to agree to what it does. */
interface Wish {
  action: OfferedAction;
  target: ActionTarget | null;
}

/** What a button for an action does: ask if it must, then open its form, or trigger it at once and tell the outcome. */
export class Trigger {
  /** The buttons that are at work. A second click on one does nothing; the others need not wait for it. */
  working = $state.raw<string[]>([]);
  /** A dialog asks whether to go on with this one. */
  asking = $state.raw<Wish | null>(null);

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

  async start(action: OfferedAction, target: ActionTarget | null): Promise<void> {
    if (!action.offered || this.isWorking(action.id, target?.sys_id ?? null)) return;
    if (action.confirm === null) await this.#begin(action, target);
    else this.asking = { action, target };
  }

  async agree(): Promise<void> {
    const wish = this.asking;
    this.asking = null;
    if (wish !== null) await this.#begin(wish.action, wish.target);
  }

  refrain(): void {
    this.asking = null;
  }

  async #begin({ id, label, form }: OfferedAction, target: ActionTarget | null): Promise<void> {
    const record = target?.sys_id ?? null;
    if (form) {
      this.#route.go(formPlace(id, record));
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

import type { Bridge } from '../../preload/contract/bridge.ts';
import type { Answer, Failure } from '../../preload/contract/failure.ts';
import type { FormTarget, FormTargets, Inputs, Triggered } from '../../preload/contract/forms.ts';
import type { OfferedAction } from '../../preload/contract/records.ts';
import { formPlace, type FormPlace, type Place } from './place.ts';
import type { Route } from './route.svelte.ts';

/** An action for many records: those that can, and those that cannot, by the reason. */
export interface BulkWish extends FormTargets {
  action: Omit<OfferedAction, 'offered' | 'why'>;
  /** Told which records were taken on. */
  taken: (sys_ids: string[]) => void;
  /** Where the records were selected. */
  from: Place;
}

/** What became of one of them. */
export interface BulkResult {
  target: FormTarget;
  outcome: Triggered['outcome'] | 'not-offered' | 'failed';
  message: string | null;
  detail: string | null;
}

/** One action for many records: asked for once, triggered one entry at a time in order, and summed up. */
export class Bulk {
  wish = $state.raw<BulkWish | null>(null);
  stage = $state<'asking' | 'filling' | 'running' | 'done' | null>(null);
  results = $state.raw<BulkResult[]>([]);
  stopping = $state(false);
  /** Not triggered yet: the person stopped before them, or their inputs were not taken. */
  readonly left = $derived.by(() => {
    const reached = this.results.filter(({ outcome }) => outcome !== 'failed');
    return this.wish?.able.filter((one) => reached.every(({ target }) => target !== one)) ?? [];
  });

  readonly #bridge: Bridge;
  readonly #route: Route;

  constructor(bridge: Bridge, route: Route) {
    this.#bridge = bridge;
    this.#route = route;
  }

  ask(wish: BulkWish): void {
    this.wish = wish;
    this.results = [];
    this.stage = 'asking';
  }

  /** A draft over many records is resumed: it was agreed to when it was begun. */
  resume({ id, label }: { id: string; label: string }, targets: FormTargets): void {
    const action = { id, label, form: true, confirm: null };
    this.wish = { action, ...targets, taken: () => undefined, from: { screen: 'drafts' } };
    this.results = [];
    this.stage = 'filling';
  }

  refrain(): void {
    this.wish = null;
    this.stage = null;
  }

  async agree(): Promise<void> {
    const { action, able } = this.wish ?? {};
    if (action === undefined) return;
    if (!action.form) {
      await this.run({});
      return;
    }
    this.stage = 'filling';
    this.#route.go(formPlace(action.id, able?.[0]?.sys_id ?? null, { many: true }));
  }

  /** Whether this form is the one to fill in for the selected records. A draft knows its records itself. */
  fits({ action, record, draft }: FormPlace): boolean {
    return draft !== null || (this.wish?.action.id === action && this.wish.able[0]?.sys_id === record);
  }

  /**
   * One after the other, each taken off the draft as it is triggered. Returns the failure if the inputs are not taken for
   * the first, so that the person can correct them.
   */
  async run(inputs: Inputs, draft: string | null = null): Promise<Failure | null> {
    const { able, action } = this.wish ?? { able: [], action: null };
    this.results = [];
    this.stopping = false;
    this.stage = 'running';
    for (const target of able) {
      if (this.#isStopped()) break;
      const question = {
        action: action?.id ?? '',
        record: target.sys_id,
        inputs,
        revises: null,
        draft,
      };
      const answer = await this.#bridge.ask('action.trigger', question);
      if (!answer.ok && answer.failure.kind === 'invalid-input' && this.results.length === 0) {
        this.stage = 'filling';
        return answer.failure;
      }
      this.results = [...this.results, resultOf(target, answer)];
    }
    this.stage = 'done';
    this.wish?.taken(
      this.results.filter(({ outcome }) => outcome !== 'failed').map(({ target }) => target.sys_id),
    );
    return null;
  }

  stop(): void {
    this.stopping = true;
  }

  /** The summary was read: on to what is left in the form, or back to the list. */
  close(): void {
    const { wish, left } = this;
    if (wish === null) return;
    const [next] = left;
    if (wish.action.form && next !== undefined) {
      this.wish = { ...wish, able: left, unable: [] };
      this.results = [];
      this.stage = 'filling';
      const { place } = this.#route;
      if (place.screen !== 'form' || place.draft === null)
        this.#route.replace(formPlace(wish.action.id, next.sys_id, { many: true }));
      return;
    }
    this.refrain();
    if (wish.action.form) this.#route.back(wish.from);
  }

  /** A method, because the compiler would take the field for the `false` it was before the wait. */
  #isStopped(): boolean {
    return this.stopping;
  }
}

function resultOf(target: FormTarget, answer: Answer<Triggered>): BulkResult {
  if (!answer.ok) {
    const { kind, message } = answer.failure;
    const inputs = answer.failure.kind === 'invalid-input' ? Object.values(answer.failure.inputs) : [];
    const outcome = kind === 'not-offered' ? kind : 'failed';
    return { target, outcome, message: inputs.length > 0 ? inputs.join(' ') : message, detail: null };
  }
  const { outcome } = answer.value;
  const { message, detail } = 'message' in answer.value ? answer.value : { message: null, detail: null };
  return { target, outcome, message, detail };
}

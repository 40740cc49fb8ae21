import type { Bridge } from '../../../preload/contract/bridge.ts';
import type { Answer, Failure } from '../../../preload/contract/failure.ts';
import type {
  FormInput,
  FormQuestion,
  FormScreen as FormAnswer,
  Inputs,
  ReferenceOption,
  Triggered,
} from '../../../preload/contract/forms.ts';
import { Asked } from '../../asked.svelte.ts';
import { listen } from '../../listen.ts';
import { words } from '../../messages/messages.ts';
import { newsOf, type Notices } from '../../notices.svelte.ts';
import type { Place } from '../../place.ts';
import type { Route } from '../../route.svelte.ts';

type FormPlace = Extract<Place, { screen: 'form' }>;
type Refused = Extract<Triggered, { outcome: 'refused' }>;

/**
 * The form of an action. What the person typed is kept here and wins over what main answers; everything else (which
 * inputs are there, mandatory, read-only, and the values nobody touched) is what main says for the inputs typed so far.
 */
export class FormScreen {
  readonly asked: Asked<FormQuestion, FormAnswer>;
  errors = $state.raw<Record<string, string>>({});
  refusal = $state.raw<Refused | null>(null);
  failure = $state.raw<Failure | null>(null);
  submitting = $state(false);
  /** How many times submitting was answered. */
  answers = $state(0);
  readonly inputs = $derived.by(() => this.asked.value?.inputs.filter(({ visible }) => visible) ?? []);
  /** Inputs with an error, in the order of the form, for the summary. */
  readonly wrong = $derived.by(() => this.inputs.filter(({ name }) => this.errors[name] !== undefined));
  readonly dirty = $derived.by(() =>
    Object.entries(this.#typed).some(([name, value]) => value !== this.#settled[name]),
  );

  readonly #bridge: Bridge;
  readonly #route: Route;
  readonly #notices: Notices;
  readonly #place: FormPlace;
  #revises = $state<number | null>(null);
  #typed = $state.raw<Inputs>({});
  /** The inputs as they were when nothing typed could be lost: as opened, or as last submitted. */
  #settled = $state.raw<Inputs>({});
  #displays: Record<string, string> = {};

  constructor(bridge: Bridge, route: Route, notices: Notices, place: FormPlace) {
    this.#bridge = bridge;
    this.#route = route;
    this.#notices = notices;
    this.#place = place;
    this.#revises = place.revises;
    this.asked = new Asked((question) => bridge.ask('form.get', question));
  }

  open(): () => void {
    void this.#begin();
    const lift = this.#route.guard(() => this.dirty);
    const stop = listen(this.#bridge, {
      'definition.changed': () => {
        this.asked.again();
      },
    });
    return () => {
      lift();
      stop();
    };
  }

  valueOf({ name, value }: FormInput): string {
    return this.#typed[name] ?? value;
  }

  displayOf(input: FormInput): string {
    const value = this.valueOf(input);
    return value === input.value ? input.display : (this.#displays[value] ?? '');
  }

  type({ name }: FormInput, value: string): void {
    this.#typed = { ...this.#typed, [name]: value };
    this.errors = Object.fromEntries(Object.entries(this.errors).filter(([wrong]) => wrong !== name));
    void this.asked.ask(this.#question(this.#values()));
  }

  choose(input: FormInput, option: ReferenceOption | null): void {
    if (option !== null) this.#displays[option.sys_id] = option.display;
    this.type(input, option?.sys_id ?? '');
  }

  find({ name }: FormInput, search: string): Promise<Answer<ReferenceOption[]>> {
    const { action, record } = this.#place;
    return this.#bridge.ask('reference.search', {
      action,
      record,
      input: name,
      inputs: this.#values(),
      search,
    });
  }

  async submit(): Promise<void> {
    if (this.submitting || this.asked.value === null) return;
    this.submitting = true;
    this.#notices.makeRoom();
    const inputs = this.#values();
    const answer = await this.#bridge.ask('action.trigger', this.#question(inputs));
    this.submitting = false;
    this.answers += 1;
    this.failure = answer.ok ? null : answer.failure;
    this.errors = !answer.ok && answer.failure.kind === 'invalid-input' ? answer.failure.inputs : {};
    this.refusal = answer.ok && answer.value.outcome === 'refused' ? answer.value : null;
    if (!answer.ok) return;
    this.#settled = inputs;
    if (this.refusal !== null) this.#revises = this.refusal.entry;
    else this.#finish(answer.value);
  }

  /** Leaves the form; the route asks first if typed inputs would be lost. */
  cancel(): void {
    const { record } = this.asked.value ?? { record: null };
    this.#route.back(record === null ? { screen: 'start' } : { screen: 'record', ...record });
  }

  async #begin(): Promise<void> {
    await this.asked.ask(this.#question(null));
    this.#settled = this.#values();
  }

  #finish(triggered: Triggered): void {
    const { action, record } = this.asked.value ?? { action: { label: '' }, record: null };
    const title = record === null ? action.label : words.notice.about(action.label, record.title);
    this.#notices.add(newsOf(title, triggered), true);
    this.cancel();
  }

  #question(inputs: Inputs): FormQuestion & { inputs: Inputs };
  #question(inputs: Inputs | null): FormQuestion;
  #question(inputs: Inputs | null): FormQuestion {
    const { action, record } = this.#place;
    return { action, record, inputs, revises: this.#revises };
  }

  #values(): Inputs {
    const inputs = this.asked.value?.inputs ?? [];
    return Object.fromEntries(inputs.map((input) => [input.name, this.valueOf(input)]));
  }
}

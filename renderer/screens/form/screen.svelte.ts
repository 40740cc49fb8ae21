import type { Answer } from '../../../preload/contract/failure.ts';
import type {
  FormInput,
  FormQuestion,
  FormScreen as FormAnswer,
  Inputs,
  ReferenceOption,
} from '../../../preload/contract/forms.ts';
import { Asked } from '../../asked.svelte.ts';
import { listen } from '../../listen.ts';
import { newsOfDraft } from '../../notices.svelte.ts';
import { formPlace, hrefOf, type FormPlace } from '../../place.ts';
import type { Around } from './around.ts';
import { Draft } from './draft.svelte.ts';
import { Files } from './files.svelte.ts';
import { Steps } from './steps.svelte.ts';
import { Submission } from './submission.svelte.ts';
import { Typing } from './typing.svelte.ts';

/**
 * The form of an action. What the person typed is kept here and wins over what main answers; everything else (which
 * inputs are there, mandatory, read-only, and the values nobody touched) is what main says for the inputs typed so far.
 */
export class FormScreen {
  readonly asked: Asked<FormQuestion, FormAnswer>;
  readonly typing = new Typing();
  readonly steps = new Steps(() => this.asked.value);
  readonly submission: Submission;
  readonly draft: Draft;
  readonly many: boolean;
  /** A dialog asks whether to keep what was typed. */
  asking = $state(false);
  /** What has become of the record since the draft was saved. */
  since = $state<FormAnswer['since']>(null);
  readonly inputs = $derived.by(() => this.steps.all.flatMap(({ inputs }) => inputs));
  /** Inputs with an error, in the order of the form, for the summary. */
  readonly wrong = $derived.by(() =>
    this.inputs.filter(({ name }) => this.submission.errors[name] !== undefined),
  );
  /** A mended entry has its inputs in the Outbox, and a form for many records has no one record to be a draft of. */
  readonly keeps = $derived.by(() => this.#revises === null && !this.many);

  readonly #around: Around;
  #place: FormPlace;
  #revises = $state<number | null>(null);
  readonly #files: Record<string, Files> = {};

  constructor(around: Around, place: FormPlace) {
    this.#around = around;
    this.#place = place;
    this.#revises = place.revises;
    this.many = place.many;
    this.asked = new Asked((question) => around.bridge.ask('form.get', question));
    this.submission = new Submission(this, around);
    const given = (): Inputs => this.given();
    this.draft = new Draft(around.bridge, place, given, (draft) => {
      this.#move({ draft });
    });
  }

  open(): () => void {
    void this.#begin();
    const lift = this.#around.route.guard({
      holds: () => (this.keeps ? this.draft.behind : this.typing.dirty),
      settle: () => (this.keeps ? this.draft.flush() : Promise.resolve(false)),
    });
    const stop = listen(this.#around.bridge, {
      'definition.changed': () => {
        this.asked.again();
      },
    });
    return () => {
      lift();
      stop();
      if (this.draft.savedAt !== null) this.#around.notices.add(newsOfDraft(this.asked.value));
    };
  }

  type({ name }: FormInput, value: string): void {
    this.typing.type(name, value);
    this.submission.mend(name);
    if (this.keeps) this.draft.note();
    void this.asked.ask(this.question(this.given()));
  }

  choose(input: FormInput, option: ReferenceOption | null): void {
    if (option !== null) this.typing.meet(option);
    this.type(input, option?.sys_id ?? '');
  }

  find({ name }: FormInput, search: string): Promise<Answer<ReferenceOption[]>> {
    const { action } = this.#place;
    const record = this.#record();
    const inputs = this.values();
    return this.#around.bridge.ask('reference.search', { action, record, input: name, inputs, search });
  }

  /** The files of an input; they go on being taken in while another page is shown. */
  filesOf(input: FormInput): Files {
    const now = (): FormInput => this.inputs.find(({ name }) => name === input.name) ?? input;
    return (this.#files[input.name] ??= new Files(this.#around.bridge, {
      get: () => this.typing.valueOf(now()),
      set: (value) => {
        this.type(now(), value);
      },
    }));
  }

  async filesTakenIn(): Promise<void> {
    await Promise.all(Object.values(this.#files).map(({ idle }) => idle));
  }

  /** Leaves the form, unless there is something to keep or to discard first. */
  cancel(): void {
    if (this.keeps && (this.draft.savedAt !== null || this.draft.behind)) this.asking = true;
    else this.leave();
  }

  async keepDraft(): Promise<void> {
    this.asking = false;
    if (await this.draft.flush()) this.leave();
  }

  async discardDraft(): Promise<void> {
    this.asking = false;
    this.submission.failure = await this.draft.discard();
    if (this.submission.failure === null) this.leave();
  }

  leave(): void {
    const { record } = this.asked.value ?? { record: null };
    this.#around.route.back(record === null ? { screen: 'start' } : { screen: 'record', ...record });
  }

  /** What is kept of the form, and what the rules are asked about. */
  given(): Inputs {
    return this.typing.given(this.asked.value?.inputs ?? []);
  }

  /** What is submitted: the form as it is shown. */
  values(): Inputs {
    return this.typing.values(this.asked.value?.inputs ?? []);
  }

  settle(inputs: Inputs): void {
    this.typing.settle(inputs);
  }

  /** From now on the form mends this entry, whatever draft it began as. */
  mends(entry: number): void {
    this.#revises = entry;
    this.#move({ draft: null, revises: entry });
  }

  question(inputs: Inputs): FormQuestion & { inputs: Inputs };
  question(inputs: Inputs | null): FormQuestion;
  question(inputs: Inputs | null): FormQuestion {
    const { action } = this.#place;
    return { action, record: this.#record(), inputs, revises: this.#revises, draft: this.draft.id };
  }

  async #begin(): Promise<void> {
    await this.asked.ask(this.question(null));
    this.since = this.asked.value?.since ?? null;
    this.settle(this.values());
  }

  /** Of many records the first that is left speaks for all. */
  #record(): string | null {
    const [first] = this.many ? (this.#around.bulk.wish?.able ?? []) : [];
    return first?.sys_id ?? this.#place.record;
  }

  /** The same form at another address, unless the person has gone elsewhere meanwhile. */
  #move(to: Partial<Pick<FormPlace, 'draft' | 'revises'>>): void {
    const { route } = this.#around;
    const { action, record } = this.#place;
    const isHere = hrefOf(route.place) === hrefOf(this.#place);
    this.#place = formPlace(action, record, to);
    if (isHere) route.replace(this.#place);
  }
}

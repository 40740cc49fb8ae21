import type { Answer } from '../../../preload/contract/failure.ts';
import type {
  FormInput,
  FormQuestion,
  FormScreen as FormAnswer,
  FormTarget,
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
import { Mending } from './mending.svelte.ts';
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
  readonly mending: Mending;
  /** A dialog asks whether to keep what was typed. */
  asking = $state(false);
  /** What has become of the record, or of the entry that is mended, since the draft was saved. */
  since = $state<FormAnswer['since']>(null);
  readonly inputs = $derived.by(() => this.steps.all.flatMap(({ inputs }) => inputs));
  /** Inputs with an error, in the order of the form, for the summary. */
  readonly wrong = $derived.by(() =>
    this.inputs.filter(({ name }) => this.submission.errors[name] !== undefined),
  );
  readonly #around: Around;
  #place: FormPlace;
  #revises = $state<number | null>(null);
  readonly #files: Record<string, Files> = {};

  constructor(around: Around, place: FormPlace) {
    this.#around = around;
    this.#place = place;
    this.#revises = place.revises;
    this.many = place.many;
    this.mending = new Mending(around.bridge);
    this.asked = new Asked((question) => around.bridge.ask('form.get', question));
    this.submission = new Submission(this, around);
    const given = (): Inputs => this.given();
    this.draft = new Draft(
      around.bridge,
      () => this.#form(),
      given,
      (draft) => {
        this.#move({ draft });
      },
    );
    if (place.draft !== null) this.draft.resume(place.draft);
  }

  /** The records of a form for many that it is for now. */
  get targets(): readonly FormTarget[] {
    return this.many ? (this.#around.bulk.wish?.able ?? []) : [];
  }

  open(): () => void {
    void this.#begin();
    const lift = this.#around.route.guard({
      holds: () => this.draft.behind,
      settle: () => this.draft.flush(),
    });
    const stop = listen(this.#around.bridge, {
      'definition.changed': () => {
        this.asked.again();
      },
    });
    return () => {
      lift();
      stop();
      if (this.draft.savedAt !== null) this.#around.notices.add(newsOfDraft(this.asked.value, this.targets));
    };
  }

  type({ name }: FormInput, value: string): void {
    this.typing.type(name, value);
    this.submission.mend(name);
    this.draft.note();
    this.askAgain();
  }

  askAgain(): void {
    void this.asked.ask(this.question(this.given())).then(() => {
      this.#followEntry();
    });
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
    if (this.draft.savedAt !== null || this.draft.behind) this.asking = true;
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
    const form = this.asked.value;
    this.since = form?.since ?? null;
    if (this.#place.group && form !== null && form.revises !== null) await this.mending.gather(form.revises);
    if (form?.many != null) this.#around.bulk.resume(form.action, form.many);
    if (form?.draft != null && this.draft.id === null) {
      this.draft.resume(form.draft);
      this.#move({ draft: form.draft });
    }
    this.#followEntry();
  }

  /** An entry that cannot be mended any more is not: what was typed makes a new one if it is submitted. */
  #followEntry(): void {
    const form = this.asked.value;
    if (form === null || form.revises !== null || this.#revises === null) return;
    this.#revises = null;
    this.mending.dissolve();
    this.since = form.since;
    this.#move({ draft: this.draft.id });
  }

  #form() {
    const { action, record } = this.#place;
    const many = this.targets.map(({ sys_id }) => sys_id);
    const { isGroup: group } = this.mending;
    return { action, record: this.many ? null : record, revises: this.#revises, group, many };
  }

  /** Of many records the first that is left speaks for all. */
  #record(): string | null {
    return this.targets[0]?.sys_id ?? this.#place.record;
  }

  /** The same form at another address, unless the person has gone elsewhere meanwhile. */
  #move(to: Partial<Pick<FormPlace, 'draft' | 'revises'>>): void {
    const { route } = this.#around;
    const { action, record, many } = this.#place;
    const { isGroup: group } = this.mending;
    const isHere = hrefOf(route.place) === hrefOf(this.#place);
    this.#place = formPlace(action, many ? null : record, { many, group, revises: this.#revises, ...to });
    if (isHere) route.replace(this.#place);
  }
}

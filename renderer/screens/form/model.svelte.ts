import type { Answer } from '../../../preload/contract/failure.ts';
import type {
  FormInput,
  FormQuestion,
  FormScreen,
  FormTarget,
  Inputs,
  ReferenceOption,
} from '../../../preload/contract/forms.ts';
import { Asked } from '../../state/asked.svelte.ts';
import { listen } from '../../bridge/listen.ts';
import { newsOfDraft } from '../../state/notices.svelte.ts';
import { formPlace, hrefOf, type FormPlace } from '../../state/place.ts';
import type { FormContext } from './context.ts';
import { Draft } from './draft.svelte.ts';
import { FilesByInput } from './inputs/files/files-by-input.ts';
import { GroupEdit } from './group-edit.svelte.ts';
import { Paging } from './paging.svelte.ts';
import { Submission } from './submission.svelte.ts';
import { Typing } from './typing.svelte.ts';

/**
 * The form of an action. What the person typed is kept here and wins over what main answers; everything else (which
 * inputs are there, mandatory, read-only, and the values nobody touched) is what main says for the inputs typed so far.
 */
export class FormModel {
  readonly asked: Asked<FormQuestion, FormScreen>;
  readonly typing = new Typing();
  readonly paging = new Paging(() => this.asked.value);
  readonly submission: Submission;
  readonly draft: Draft;
  readonly many: boolean;
  readonly groupEdit: GroupEdit;
  readonly files: FilesByInput;
  /** A dialog asks whether to keep what was typed. */
  asking = $state(false);
  /** What has become of the record, or of the entry that is edited, since the draft was saved. */
  since = $state<FormScreen['since']>(null);
  readonly inputs = $derived.by(() => this.paging.all.flatMap(({ inputs }) => inputs));
  /** Inputs with an error, in the order of the form, for the summary. */
  readonly wrong = $derived.by(() =>
    this.inputs.filter(({ name }) => this.submission.errors[name] !== undefined),
  );
  readonly #context: FormContext;
  #place: FormPlace;
  #revises = $state<number | null>(null);

  constructor(context: FormContext, place: FormPlace) {
    this.#context = context;
    this.#place = place;
    this.#revises = place.revises;
    this.many = place.many;
    this.groupEdit = new GroupEdit(context.bridge);
    this.asked = new Asked((question) => context.bridge.ask('form.get', question));
    this.files = new FilesByInput(context.bridge, this);
    this.submission = new Submission(this, context);
    const given = (): Inputs => this.given();
    this.draft = new Draft(
      context.bridge,
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
    return this.many ? (this.#context.bulk.wish?.able ?? []) : [];
  }

  open(): () => void {
    void this.#begin();
    const lift = this.#context.route.guard({
      holds: () => this.draft.behind,
      settle: () => this.draft.flush(),
    });
    const stop = listen(this.#context.bridge, {
      'definition.changed': () => {
        this.asked.again();
      },
    });
    return () => {
      lift();
      stop();
      if (this.draft.savedAt !== null) this.#context.notices.add(newsOfDraft(this.asked.value, this.targets));
    };
  }

  type({ name }: FormInput, value: string): void {
    this.typing.type(name, value);
    this.submission.clearError(name);
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
    return this.#context.bridge.ask('reference.search', { action, record, input: name, inputs, search });
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
    this.#context.route.back(record === null ? { screen: 'start' } : { screen: 'record', ...record });
  }

  /** What is kept of the form, and what the rules are asked about. */
  given(): Inputs {
    return this.typing.given(this.asked.value?.inputs ?? []);
  }

  /** What is submitted: the form as it is shown. */
  values(): Inputs {
    return this.typing.values(this.asked.value?.inputs ?? []);
  }

  /** From now on the form edits this entry, whatever draft it began as. */
  edits(entry: number): void {
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
    if (this.#place.group && form !== null && form.revises !== null)
      await this.groupEdit.gather(form.revises);
    if (form?.many != null) this.#context.bulk.resume(form.action, form.many);
    if (form?.draft != null && this.draft.id === null) {
      this.draft.resume(form.draft);
      this.#move({ draft: form.draft });
    }
    this.#followEntry();
  }

  /** An entry that cannot be edited any more is not: what was typed makes a new one if it is submitted. */
  #followEntry(): void {
    const form = this.asked.value;
    if (form === null || form.revises !== null || this.#revises === null) return;
    this.#revises = null;
    this.groupEdit.dissolve();
    this.since = form.since;
    this.#move({ draft: this.draft.id });
  }

  #form() {
    const { action, record } = this.#place;
    const many = this.targets.map(({ sys_id }) => sys_id);
    const { isGroup: group } = this.groupEdit;
    return { action, record: this.many ? null : record, revises: this.#revises, group, many };
  }

  /** Of many records the first that is left speaks for all. */
  #record(): string | null {
    return this.targets[0]?.sys_id ?? this.#place.record;
  }

  /** The same form at another address, unless the person has gone elsewhere meanwhile. */
  #move(to: Partial<Pick<FormPlace, 'draft' | 'revises'>>): void {
    const { route } = this.#context;
    const { action, record, many } = this.#place;
    const { isGroup: group } = this.groupEdit;
    const isHere = hrefOf(route.place) === hrefOf(this.#place);
    this.#place = formPlace(action, many ? null : record, { many, group, revises: this.#revises, ...to });
    if (isHere) route.replace(this.#place);
  }
}

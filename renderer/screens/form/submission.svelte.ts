import type { SavedProgress } from '../../../preload/contract/drafts.ts';
import type { Answer, Failure } from '../../../preload/contract/failure.ts';
import type {
  FormInput,
  FormQuestion,
  FormScreen,
  Inputs,
  Triggered,
} from '../../../preload/contract/forms.ts';
import { words } from '../../messages/messages.ts';
import { newsOf, newsOfGroupEdit } from '../../state/notices.svelte.ts';
import type { FormContext } from './context.ts';
import type { Draft } from './draft.svelte.ts';
import type { GroupEdit } from './group-edit.svelte.ts';
import type { Paging } from './paging.svelte.ts';

/** What leaves the form open, for the person to edit. What may have been done already is not for editing. */
type Refused = Extract<Triggered, { message: string }> & { outcome: 'refused' | 'conflict' };

/** The form as its submission sees it. */
interface Filled {
  readonly asked: { readonly value: FormScreen | null };
  readonly many: boolean;
  /** The records it is for, when it is for many. */
  readonly targets: readonly unknown[];
  readonly groupEdit: GroupEdit;
  readonly draft: Draft;
  readonly paging: Paging;
  readonly wrong: readonly FormInput[];
  values: () => Inputs;
  /** The same without what follows from the rules. */
  given: () => Inputs;
  question: (inputs: Inputs) => FormQuestion & { inputs: Inputs };
  readonly files: { takenIn: () => Promise<unknown> };
  /** What is submitted next edits this entry. */
  edits: (entry: number) => void;
  /** Asks anew how the form stands. */
  askAgain: () => void;
  leave: () => void;
}

const noErrors: Record<string, string> = {};

/** What the person asks a form to do with the inputs, and what came of it. */
export class Submission {
  errors = $state.raw<Record<string, string>>({});
  refusal = $state.raw<Refused | null>(null);
  /** The refusal is of the form's own way of saving, not of its action. */
  refusedToSave = $state(false);
  failure = $state.raw<Failure | null>(null);
  /** What is under way. */
  busy = $state<'submit' | 'save' | null>(null);
  /** How many times it was answered. */
  answers = $state(0);

  readonly #form: Filled;
  readonly #context: FormContext;

  constructor(form: Filled, context: FormContext) {
    this.#form = form;
    this.#context = context;
  }

  /** The person has changed this input. */
  clearError(input: string): void {
    this.errors = Object.fromEntries(Object.entries(this.errors).filter(([wrong]) => wrong !== input));
  }

  submit(): Promise<void> {
    return this.#doing('submit', () => {
      if (this.#form.many) return this.#submitMany();
      return this.#form.groupEdit.isGroup ? this.#submitGroup() : this.#submitOne();
    });
  }

  /** "Save progress": a draft, unless the form has a way of its own. */
  save(): Promise<void> {
    return this.#doing('save', () => this.#save());
  }

  /** Files that are still being taken in are part of what is submitted. */
  async #doing(what: 'submit' | 'save', work: () => Promise<void>): Promise<void> {
    if (this.busy !== null || this.#form.asked.value === null) return;
    this.busy = what;
    this.#context.notices.makeRoom();
    await this.#form.files.takenIn();
    await work();
    this.busy = null;
  }

  async #submitOne(): Promise<void> {
    const { draft } = this.#form;
    const question = this.#form.question(this.#form.values());
    const completed = await draft.hold();
    const answer = await this.#context.bridge.ask('action.trigger', { ...question, draft: completed });
    this.#take(answer);
    if (!answer.ok) {
      if (draft.behind) draft.note();
      // What became of an entry that cannot be edited any more is for the form to say.
      if (question.revises !== null && this.errors === noErrors) this.#form.askAgain();
      return;
    }
    draft.forget();
    if (this.refusal === null) this.#finish(answer.value, null);
    else this.#form.edits(this.refusal.entry);
  }

  /** For all the selected rows. What could not be begun stays in the form. */
  async #submitMany(): Promise<void> {
    const { draft, targets } = this.#form;
    if (targets.length === 0) {
      this.#take({ ok: false, failure: { kind: 'not-offered', message: words.form.manyNone } });
      return;
    }
    const inputs = this.#form.values();
    await draft.flush();
    const failure = await this.#context.bulk.run(inputs, draft.id);
    this.#take(failure === null ? { ok: true, value: null } : { ok: false, failure });
    if (failure !== null || this.#context.bulk.left.length > 0) return;
    await draft.discard();
  }

  /** For all the entries of a group. If already the first cannot be edited so, nothing is. */
  async #submitGroup(): Promise<void> {
    const { draft, groupEdit } = this.#form;
    const completed = await draft.hold();
    const answer = await groupEdit.submit(this.#form.given(), completed);
    this.#take(answer.ok ? { ok: true, value: null } : answer);
    if (!answer.ok) {
      if (draft.behind) draft.note();
      if (this.errors === noErrors) this.#form.askAgain();
      return;
    }
    draft.forget();
    const label = this.#form.asked.value?.action.label ?? '';
    this.#context.notices.add(newsOfGroupEdit(label, answer.value), true);
    this.#form.leave();
  }

  async #save(): Promise<void> {
    const { draft } = this.#form;
    const answer: Answer<SavedProgress> = await draft.save(true);
    if (!answer.ok) {
      this.#take(answer);
      if (draft.behind) draft.note();
    } else if (answer.value.saved === 'action') {
      const { triggered } = answer.value;
      this.#take({ ok: true, value: triggered });
      if (this.refusal === null) this.#finish(triggered, words.form.save);
      else this.refusedToSave = true;
    }
  }

  #take(answer: Answer<Triggered | null>): void {
    this.answers += 1;
    this.failure = answer.ok ? null : answer.failure;
    this.errors = !answer.ok && answer.failure.kind === 'invalid-input' ? answer.failure.inputs : noErrors;
    this.refusal = answer.ok && answer.value !== null && isRefused(answer.value) ? answer.value : null;
    this.refusedToSave = false;
    const [first] = this.#form.wrong;
    if (first !== undefined) this.#form.paging.find(first.name);
  }

  #finish(triggered: Triggered, done: string | null): void {
    const { action, record } = this.#form.asked.value ?? { action: { label: '' }, record: null };
    const label = done ?? action.label;
    const title = record === null ? label : words.notice.about(label, record.title);
    this.#context.notices.add(newsOf(title, triggered), true);
    this.#form.leave();
  }
}

function isRefused(triggered: Triggered): triggered is Refused {
  return triggered.outcome === 'refused' || triggered.outcome === 'conflict';
}

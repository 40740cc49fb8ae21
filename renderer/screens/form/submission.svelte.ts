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
import { newsOf } from '../../notices.svelte.ts';
import type { Around } from './around.ts';
import type { Draft } from './draft.svelte.ts';
import type { Steps } from './steps.svelte.ts';

type Refused = Extract<Triggered, { outcome: 'refused' }>;

/** The form as its submission sees it. */
interface Filled {
  readonly asked: { readonly value: FormScreen | null };
  readonly many: boolean;
  readonly keeps: boolean;
  readonly draft: Draft;
  readonly steps: Steps;
  readonly wrong: readonly FormInput[];
  values: () => Inputs;
  question: (inputs: Inputs) => FormQuestion & { inputs: Inputs };
  filesTakenIn: () => Promise<unknown>;
  /** The inputs have gone where they were to go; nothing typed is left to lose. */
  settle: (inputs: Inputs) => void;
  /** What is submitted next mends this entry. */
  mends: (entry: number) => void;
  leave: () => void;
}

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

  readonly #screen: Filled;
  readonly #around: Around;

  constructor(screen: Filled, around: Around) {
    this.#screen = screen;
    this.#around = around;
  }

  mend(input: string): void {
    this.errors = Object.fromEntries(Object.entries(this.errors).filter(([wrong]) => wrong !== input));
  }

  submit(): Promise<void> {
    return this.#doing('submit', () => (this.#screen.many ? this.#submitMany() : this.#submitOne()));
  }

  /** "Save progress": a draft, unless the form has a way of its own. */
  save(): Promise<void> {
    return this.#doing('save', () => this.#save());
  }

  /** Files that are still being taken in are part of what is submitted. */
  async #doing(what: 'submit' | 'save', work: () => Promise<void>): Promise<void> {
    if (this.busy !== null || this.#screen.asked.value === null) return;
    this.busy = what;
    this.#around.notices.makeRoom();
    await this.#screen.filesTakenIn();
    await work();
    this.busy = null;
  }

  async #submitOne(): Promise<void> {
    const { draft } = this.#screen;
    const question = this.#screen.question(this.#screen.values());
    const completed = this.#screen.keeps ? await draft.hold() : null;
    const answer = await this.#around.bridge.ask('action.trigger', { ...question, draft: completed });
    this.#take(answer);
    if (!answer.ok) {
      if (draft.behind && this.#screen.keeps) draft.note();
      return;
    }
    draft.forget();
    this.#screen.settle(question.inputs);
    if (this.refusal === null) this.#finish(answer.value, null);
    else this.#screen.mends(this.refusal.entry);
  }

  /** For all the selected rows. What could not be begun stays in the form. */
  async #submitMany(): Promise<void> {
    const inputs = this.#screen.values();
    const failure = await this.#around.bulk.run(inputs);
    this.#take(failure === null ? { ok: true, value: null } : { ok: false, failure });
    if (failure === null && this.#around.bulk.left.length === 0) this.#screen.settle(inputs);
  }

  async #save(): Promise<void> {
    const { draft } = this.#screen;
    const inputs = this.#screen.values();
    const answer: Answer<SavedProgress> = await draft.save(true);
    if (!answer.ok) {
      this.#take(answer);
      if (draft.behind) draft.note();
    } else if (answer.value.saved === 'action') {
      const { triggered } = answer.value;
      this.#take({ ok: true, value: triggered });
      this.#screen.settle(inputs);
      if (this.refusal === null) this.#finish(triggered, words.form.save);
      else this.refusedToSave = true;
    }
  }

  #take(answer: Answer<Triggered | null>): void {
    this.answers += 1;
    this.failure = answer.ok ? null : answer.failure;
    this.errors = !answer.ok && answer.failure.kind === 'invalid-input' ? answer.failure.inputs : {};
    this.refusal = answer.ok && answer.value?.outcome === 'refused' ? answer.value : null;
    this.refusedToSave = false;
    const [first] = this.#screen.wrong;
    if (first !== undefined) this.#screen.steps.find(first.name);
  }

  #finish(triggered: Triggered, done: string | null): void {
    const { action, record } = this.#screen.asked.value ?? { action: { label: '' }, record: null };
    const label = done ?? action.label;
    const title = record === null ? label : words.notice.about(label, record.title);
    this.#around.notices.add(newsOf(title, triggered), true);
    this.#screen.leave();
  }
}

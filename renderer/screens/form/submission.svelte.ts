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
import { newsOf, newsOfMended } from '../../notices.svelte.ts';
import type { Around } from './around.ts';
import type { Draft } from './draft.svelte.ts';
import type { Mending } from './mending.svelte.ts';
import type { Steps } from './steps.svelte.ts';

/** What leaves the form open, for the person to mend. What may have been done already is not for mending. */
type Refused = Extract<Triggered, { message: string }> & { outcome: 'refused' | 'conflict' };

/** The form as its submission sees it. */
interface Filled {
  readonly asked: { readonly value: FormScreen | null };
  readonly many: boolean;
  /** The records it is for, when it is for many. */
  readonly targets: readonly unknown[];
  readonly mending: Mending;
  readonly draft: Draft;
  readonly steps: Steps;
  readonly wrong: readonly FormInput[];
  values: () => Inputs;
  /** The same without what follows from the rules. */
  given: () => Inputs;
  question: (inputs: Inputs) => FormQuestion & { inputs: Inputs };
  filesTakenIn: () => Promise<unknown>;
  /** What is submitted next mends this entry. */
  mends: (entry: number) => void;
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
    return this.#doing('submit', () => {
      if (this.#screen.many) return this.#submitMany();
      return this.#screen.mending.isGroup ? this.#submitGroup() : this.#submitOne();
    });
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
    const completed = await draft.hold();
    const answer = await this.#around.bridge.ask('action.trigger', { ...question, draft: completed });
    this.#take(answer);
    if (!answer.ok) {
      if (draft.behind) draft.note();
      // What became of an entry that cannot be mended any more is for the form to say.
      if (question.revises !== null && this.errors === noErrors) this.#screen.askAgain();
      return;
    }
    draft.forget();
    if (this.refusal === null) this.#finish(answer.value, null);
    else this.#screen.mends(this.refusal.entry);
  }

  /** For all the selected rows. What could not be begun stays in the form. */
  async #submitMany(): Promise<void> {
    const { draft, targets } = this.#screen;
    if (targets.length === 0) {
      this.#take({ ok: false, failure: { kind: 'not-offered', message: words.form.manyNone } });
      return;
    }
    const inputs = this.#screen.values();
    await draft.flush();
    const failure = await this.#around.bulk.run(inputs, draft.id);
    this.#take(failure === null ? { ok: true, value: null } : { ok: false, failure });
    if (failure !== null || this.#around.bulk.left.length > 0) return;
    await draft.discard();
  }

  /** For all the entries of a group. If already the first cannot be mended so, nothing is. */
  async #submitGroup(): Promise<void> {
    const { draft, mending } = this.#screen;
    const completed = await draft.hold();
    const answer = await mending.submit(this.#screen.given(), completed);
    this.#take(answer.ok ? { ok: true, value: null } : answer);
    if (!answer.ok) {
      if (draft.behind) draft.note();
      if (this.errors === noErrors) this.#screen.askAgain();
      return;
    }
    draft.forget();
    const label = this.#screen.asked.value?.action.label ?? '';
    this.#around.notices.add(newsOfMended(label, answer.value), true);
    this.#screen.leave();
  }

  async #save(): Promise<void> {
    const { draft } = this.#screen;
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

function isRefused(triggered: Triggered): triggered is Refused {
  return triggered.outcome === 'refused' || triggered.outcome === 'conflict';
}

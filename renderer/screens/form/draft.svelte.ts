import type { Bridge } from '../../../preload/contract/bridge.ts';
import type { DraftQuestion, SavedProgress } from '../../../preload/contract/drafts.ts';
import type { Answer, Failure } from '../../../preload/contract/failure.ts';
import type { Inputs } from '../../../preload/contract/forms.ts';

const pauseMs = 800;

/** What the form is, apart from its inputs. */
type Form = Pick<DraftQuestion, 'action' | 'record' | 'revises' | 'group' | 'many'>;

/** The draft behind a form: saved whenever the typing pauses, one save at a time, so that there is never a second one. */
export class Draft {
  id = $state<string | null>(null);
  /** ISO instant of the last save since the form was opened. */
  savedAt = $state<string | null>(null);
  /** Why the last pause in typing could not be saved. */
  failure = $state.raw<Failure | null>(null);

  readonly #bridge: Bridge;
  readonly #form: () => Form;
  readonly #values: () => Inputs;
  readonly #onsaved: (id: string) => void;
  /** Counts what was typed; what is saved reaches up to one of them. */
  #typed = $state(0);
  #saved = $state(0);
  #pause: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<unknown> = Promise.resolve();

  constructor(bridge: Bridge, form: () => Form, values: () => Inputs, onsaved: (id: string) => void) {
    this.#bridge = bridge;
    this.#form = form;
    this.#values = values;
    this.#onsaved = onsaved;
  }

  /** Goes on with the draft that there is. */
  resume(id: string): void {
    this.id = id;
  }

  /** Something typed is not on the disk yet. */
  get behind(): boolean {
    return this.#typed > this.#saved;
  }

  note(): void {
    this.#typed += 1;
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.flush(), pauseMs);
  }

  /** Saves what is not saved yet; returns whether all is safe now. */
  async flush(): Promise<boolean> {
    clearTimeout(this.#pause);
    await this.#running;
    if (this.behind) await this.save(false);
    return !this.behind;
  }

  save(asked: boolean): Promise<Answer<SavedProgress>> {
    const answer = this.#running.then(() => this.#send(asked));
    this.#running = answer;
    return answer;
  }

  /** Saves nothing until more is typed; returns the draft as it is when what is under way is through. */
  async hold(): Promise<string | null> {
    clearTimeout(this.#pause);
    await this.#running;
    return this.id;
  }

  /** The draft is no more, because its form was submitted. */
  forget(): void {
    clearTimeout(this.#pause);
    this.id = null;
    this.savedAt = null;
    this.failure = null;
    this.#saved = this.#typed;
  }

  async discard(): Promise<Failure | null> {
    const id = await this.hold();
    const answer = id === null ? null : await this.#bridge.ask('draft.discard', { id });
    if (answer?.ok === false) return answer.failure;
    this.forget();
    return null;
  }

  async #send(asked: boolean): Promise<Answer<SavedProgress>> {
    clearTimeout(this.#pause);
    const upTo = this.#typed;
    const inputs = this.#values();
    const answer = await this.#bridge.ask('draft.save', { ...this.#form(), id: this.id, inputs, asked });
    if (!answer.ok) {
      if (!asked) this.failure = answer.failure;
      return answer;
    }
    this.#saved = upTo;
    if (answer.value.saved === 'action') {
      this.forget();
    } else {
      this.failure = null;
      this.savedAt = answer.value.at;
      this.id = answer.value.id;
      this.#onsaved(answer.value.id);
    }
    return answer;
  }
}

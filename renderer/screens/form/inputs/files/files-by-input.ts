import type { Bridge } from '../../../../../preload/contract/bridge.ts';
import type { FormInput } from '../../../../../preload/contract/forms.ts';
import type { Typing } from '../../typing.svelte.ts';
import { Files } from './files.svelte.ts';

/** The form as the files of its inputs see it. */
interface Form {
  readonly inputs: readonly FormInput[];
  readonly typing: Typing;
  type: (input: FormInput, value: string) => void;
}

/** The files of each input of a form. They go on being taken in while another page is shown. */
export class FilesByInput {
  readonly #bridge: Bridge;
  readonly #form: Form;
  readonly #files: Record<string, Files> = {};

  constructor(bridge: Bridge, form: Form) {
    this.#bridge = bridge;
    this.#form = form;
  }

  of(input: FormInput): Files {
    const now = (): FormInput => this.#form.inputs.find(({ name }) => name === input.name) ?? input;
    return (this.#files[input.name] ??= new Files(this.#bridge, {
      get: () => this.#form.typing.valueOf(now()),
      set: (value) => {
        this.#form.type(now(), value);
      },
    }));
  }

  /** Settled when nothing is on its way any more. */
  async takenIn(): Promise<void> {
    await Promise.all(Object.values(this.#files).map(({ idle }) => idle));
  }
}

import type { FormInput, Inputs, ReferenceOption } from '../../../preload/contract/forms.ts';

/** What the person typed: it wins over what main answers, but in a read-only input and where nothing is left of it. */
export class Typing {
  #typed = $state.raw<Inputs>({});
  #displays: Record<string, string> = {};

  valueOf({ name, value, readOnly, calculated }: FormInput): string {
    const typed = this.#typed[name];
    return typed === undefined || readOnly || (calculated && typed === '') ? value : typed;
  }

  displayOf(input: FormInput): string {
    const value = this.valueOf(input);
    return value === input.value ? input.display : (this.#displays[value] ?? '');
  }

  type(name: string, value: string): void {
    this.#typed = { ...this.#typed, [name]: value };
  }

  /** Remembers what a reference is called until main says it. */
  meet({ sys_id, display }: ReferenceOption): void {
    this.#displays[sys_id] = display;
  }

  /** The inputs as they are shown. */
  values(inputs: FormInput[]): Inputs {
    return Object.fromEntries(inputs.map((input) => [input.name, this.valueOf(input)]));
  }

  /** The same without what the rules have set and nobody typed: that is to follow the rules. */
  given(inputs: FormInput[]): Inputs {
    return this.values(inputs.filter(({ name, calculated }) => !calculated || this.#typed[name]));
  }
}

import type { FormInput, Inputs, ReferenceOption } from '../../../preload/contract/forms.ts';

/** What the person typed: it wins over what main answers. */
export class Typing {
  #typed = $state.raw<Inputs>({});
  /** The inputs as they were when nothing typed could be lost: as opened, or as last submitted. */
  #settled = $state.raw<Inputs>({});
  readonly dirty = $derived.by(() =>
    Object.entries(this.#typed).some(([name, value]) => value !== this.#settled[name]),
  );
  #displays: Record<string, string> = {};

  valueOf({ name, value }: FormInput): string {
    return this.#typed[name] ?? value;
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

  values(inputs: FormInput[]): Inputs {
    return Object.fromEntries(inputs.map((input) => [input.name, this.valueOf(input)]));
  }

  settle(values: Inputs): void {
    this.#settled = values;
  }
}

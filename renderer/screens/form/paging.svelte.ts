import type { FormInput, FormScreen } from '../../../preload/contract/forms.ts';

/** One page of a form, with the inputs that are visible on it now. */
export interface FormPage {
  label: string;
  inputs: FormInput[];
}

/** The pages of a form, and the one the person is on. A page whose inputs are all hidden is left out. */
export class Paging {
  readonly #form: () => FormScreen | null;
  #wish = $state(0);
  /** The person turned to this page, and goes on reading there. */
  turned = $state(false);
  readonly all = $derived.by((): FormPage[] => {
    const { pages, inputs } = this.#form() ?? { pages: [], inputs: [] };
    return pages
      .map(({ label, inputs: names }) => ({
        label,
        inputs: inputs.filter(({ name, visible }) => visible && names.includes(name)),
      }))
      .filter((page) => page.inputs.length > 0);
  });
  readonly at = $derived.by(() => Math.max(0, Math.min(this.#wish, this.all.length - 1)));
  readonly current = $derived.by((): FormPage => this.all[this.at] ?? { label: '', inputs: [] });
  readonly isLast = $derived.by(() => this.at >= this.all.length - 1);

  constructor(form: () => FormScreen | null) {
    this.#form = form;
  }

  turnTo(at: number): void {
    this.#go(at, true);
  }

  /** To the page that has this input. */
  find(input: string): void {
    const at = this.all.findIndex(({ inputs }) => inputs.some(({ name }) => name === input));
    this.#go(at, false);
  }

  #go(at: number, turned: boolean): void {
    if (at === this.at || at < 0 || at >= this.all.length) return;
    this.turned = turned;
    this.#wish = at;
  }
}

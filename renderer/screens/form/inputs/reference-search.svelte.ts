import type { Answer } from '../../../../preload/contract/failure.ts';
import type { ReferenceOption } from '../../../../preload/contract/forms.ts';
import { Asked } from '../../../state/asked.svelte.ts';

/** What the list of options does on a key; the others are the text input's. */
const keys = ['ArrowDown', 'ArrowUp', 'Enter', 'Escape'] as const;

/** A reference input: words typed find records, and one of them is chosen (the ARIA combobox with a listbox). */
export class ReferenceSearch {
  readonly asked: Asked<string, ReferenceOption[]>;
  isOpen = $state(false);
  /** What is typed to search; null while the input shows what is chosen. */
  text = $state<string | null>(null);
  /** Position of the highlighted option; -1 for none. */
  active = $state(-1);
  readonly options = $derived.by(() => this.asked.value ?? []);

  readonly #choose: (option: ReferenceOption | null) => void;

  constructor(
    find: (search: string) => Promise<Answer<ReferenceOption[]>>,
    choose: (option: ReferenceOption | null) => void,
  ) {
    this.asked = new Asked(find);
    this.#choose = choose;
  }

  type(text: string): void {
    this.text = text;
    if (text === '') this.#choose(null);
    this.#find(text);
  }

  /** Shows the first ones, whatever is chosen now. */
  open(): void {
    if (!this.isOpen) this.#find('');
  }

  close(): void {
    this.isOpen = false;
    this.text = null;
  }

  pick(option: ReferenceOption): void {
    this.close();
    this.#choose(option);
  }

  /** Returns whether the key was for the options. */
  handleKey(key: string): boolean {
    switch (keys.find((known) => known === key)) {
      case undefined:
        return false;
      case 'ArrowDown':
        if (this.isOpen) this.#move(1);
        else this.open();
        return true;
      case 'ArrowUp':
        if (this.isOpen) this.#move(-1);
        return this.isOpen;
      case 'Enter':
        return this.#enter();
      case 'Escape': {
        const wasOpen = this.isOpen;
        this.close();
        return wasOpen;
      }
    }
  }

  #find(search: string): void {
    this.isOpen = true;
    this.active = search === '' ? -1 : 0;
    void this.asked.ask(search);
  }

  #move(by: number): void {
    const { length } = this.options;
    if (length > 0) this.active = (Math.max(this.active, by > 0 ? -1 : 0) + by + length) % length;
  }

  /** While an answer is under way the options belong to other words, so that Enter takes none of them. */
  #enter(): boolean {
    const option = this.options[this.active];
    if (this.isOpen && !this.asked.busy && option !== undefined) this.pick(option);
    else return this.isOpen;
    return true;
  }
}

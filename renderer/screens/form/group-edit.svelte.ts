import type { Bridge } from '../../../preload/contract/bridge.ts';
import type { Mended, MendingGroup } from '../../../preload/contract/decisions.ts';
import type { Answer } from '../../../preload/contract/failure.ts';
import type { Inputs } from '../../../preload/contract/forms.ts';
import { words } from '../../messages/messages.ts';

/** Entries told of by name. */
const NAMED = 8;

/** The entries that a form edits at once, when it was opened for all that one cause has stopped. */
export class GroupEdit {
  #group = $state.raw<MendingGroup | null>(null);
  readonly #bridge: Bridge;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  /** Empty for a form that edits one entry, or none. */
  get entries(): MendingGroup['entries'] {
    return this.#group !== null && this.#group.entries.length > 1 ? this.#group.entries : [];
  }

  get isGroup(): boolean {
    return this.entries.length > 0;
  }

  /** The first of them by name, and how many more there are. */
  get titles(): string {
    const { entries } = this;
    const named = entries.slice(0, NAMED).map(({ seq, title }) => title || words.outbox.number(seq));
    return words.outbox.group.records(named, entries.length);
  }

  /** The input has not the same value in all of them. */
  differs(input: string): boolean {
    return this.isGroup && this.#group?.differing.includes(input) === true;
  }

  /** Looks which entries have the same cause as this one. */
  async gather(entry: number): Promise<void> {
    const answer = await this.#bridge.ask('outbox.group', { entry });
    this.#group = answer.ok ? answer.value : null;
  }

  /** Its entry cannot be edited any more, and so it speaks for no others. */
  dissolve(): void {
    this.#group = null;
  }

  submit(inputs: Inputs, draft: string | null): Promise<Answer<Mended>> {
    const entries = this.entries.map(({ seq }) => seq);
    return this.#bridge.ask('outbox.mend', { entries, inputs, draft });
  }
}

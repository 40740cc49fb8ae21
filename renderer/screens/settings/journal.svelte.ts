import type { Bridge } from '../../../preload/contract/bridge.ts';
import type { Failure } from '../../../preload/contract/failure.ts';
import type { SupportFile } from '../../../preload/contract/journal.ts';
import { Asked } from '../../asked.svelte.ts';

/** Whether the journal is intact, and the file for support that is made of it. */
export class JournalState {
  readonly checked;
  /** The file is being made. */
  saving = $state(false);
  failure = $state.raw<Failure | null>(null);

  readonly #bridge: Bridge;
  readonly #save: (file: SupportFile) => void;

  constructor(bridge: Bridge, save: (file: SupportFile) => void) {
    this.#bridge = bridge;
    this.#save = save;
    this.checked = new Asked(() => bridge.ask('journal.check', null));
  }

  open(): void {
    void this.checked.ask(null);
  }

  async saveForSupport(): Promise<void> {
    if (this.saving) return;
    this.saving = true;
    const answer = await this.#bridge.ask('support.export', null);
    this.saving = false;
    this.failure = answer.ok ? null : answer.failure;
    if (answer.ok) this.#save(answer.value);
  }
}

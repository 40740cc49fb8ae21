import type { Bridge } from '../../preload/contract/bridge.ts';
import type { Failure } from '../../preload/contract/failure.ts';
import type { SupportFile } from '../../preload/contract/journal.ts';

/** Makes the file for support and gives it to the person to keep. */
export class SupportFileSaving {
  /** The file is being made. */
  saving = $state(false);
  failure = $state.raw<Failure | null>(null);

  readonly #bridge: Bridge;
  readonly #save: (file: SupportFile) => void;

  constructor(bridge: Bridge, save: (file: SupportFile) => void) {
    this.#bridge = bridge;
    this.#save = save;
  }

  async make(): Promise<void> {
    if (this.saving) return;
    this.saving = true;
    const answer = await this.#bridge.ask('support.export', null);
    this.saving = false;
    this.failure = answer.ok ? null : answer.failure;
    if (answer.ok) this.#save(answer.value);
  }
}

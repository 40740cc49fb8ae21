import type { Bridge } from '../../../preload/contract/bridge.ts';
import { Asked } from '../../state/asked.svelte.ts';

/** Whether the journal is intact. */
export class JournalModel {
  readonly checked;

  constructor(bridge: Bridge) {
    this.checked = new Asked(() => bridge.ask('journal.check', null));
  }

  open(): void {
    void this.checked.ask(null);
  }
}

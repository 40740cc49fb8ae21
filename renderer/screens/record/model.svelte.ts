import type { Bridge } from '../../../preload/contract/bridge.ts';
import type { RecordScreen } from '../../../preload/contract/records.ts';
import { Asked } from '../../state/asked.svelte.ts';
import { listen } from '../../bridge/listen.ts';

/** One record: its fields as the person sees them, what can be done with it, and what of it is not sent yet. */
export class RecordModel {
  readonly asked: Asked<null, RecordScreen>;

  readonly #bridge: Bridge;
  readonly #table: string;

  constructor(bridge: Bridge, table: string, sys_id: string) {
    this.#bridge = bridge;
    this.#table = table;
    this.asked = new Asked(() => bridge.ask('record.get', { table, sys_id }));
  }

  open(): () => void {
    void this.asked.ask(null);
    return listen(this.#bridge, {
      'records.changed': ({ tables }) => {
        if (tables.some((table) => this.#shows(table))) this.asked.again();
      },
      'outbox.changed': () => {
        this.asked.again();
      },
      'definition.changed': () => {
        this.asked.again();
      },
    });
  }

  #shows(table: string): boolean {
    if (table === this.#table) return true;
    const { related, sections, hasStream } = this.asked.value ?? {
      related: [],
      sections: [],
      hasStream: false,
    };
    return (
      (hasStream && table === 'sys_attachment') ||
      related.some((list) => list.table === table) ||
      sections.some(({ fields }) => fields.some((field) => field.opens?.table === table))
    );
  }
}

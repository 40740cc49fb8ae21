import type { Change } from '../../records/change.ts';
import type { Records } from '../../records/records.ts';

/**
 * Something the instance does by itself once a change is done, as the user `system`. It belongs to no request: the
 * answer does not show it, and nothing of the request fails with it.
 */
export interface Flow {
  name: string;
  table: string;
  when: (change: Change) => boolean;
  run: (records: Records, change: Change) => void;
}

/** The customer hears that the work is done. */
const customerIsTold: Flow = {
  name: 'Tell the customer that the work order is closed',
  table: 'wm_order',
  when: (change) => change.kind === 'update' && change.becomes('state', '3'),
  run: (records, change) => {
    const words = `The work on ${change.now('number')} is done. Thank you for your patience.`;
    records.note(records.system, 'wm_order', change.sysId, 'comments', words);
  },
};

export const flows: readonly Flow[] = [customerIsTold];

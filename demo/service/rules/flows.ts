import type { Flow } from '../../records/rule.ts';

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

import type { Policy } from '../../records/rule.ts';

/** Fields that must hold something before a record is let in. */
export const policies: readonly Policy[] = [
  {
    table: 'wm_task',
    when: (change) => change.moves('state') && ['3', '4'].includes(change.now('state')),
    mandatory: ['close_notes'],
  },
  { table: 'wm_order', when: (change) => change.kind === 'insert', mandatory: ['short_description'] },
];

import type { Session } from '../../access/session.ts';
import type { Rule } from '../../records/rule.ts';
import type { Writer } from '../../records/writer.ts';
import { read, type Row } from '../../store/row.ts';
import { closedStates } from '../schema/states.ts';

/** The state a work order has by its tasks: the furthest of the open ones, or how they ended; null without tasks. */
export function orderState(tasks: readonly Row[]): string | null {
  const states = tasks.map((task) => read(task, 'state'));
  const has = (state: string): boolean => states.includes(state);
  if (states.length === 0) return null;
  if (states.every((state) => closedStates.includes(state))) return has('4') ? '4' : has('3') ? '3' : '7';
  if (has('18') || has('3') || has('4')) return '18';
  return ['17', '16', '10'].find(has) ?? '1';
}

/** Brings an open order to the state its tasks give it. */
export function recomputeOrder(records: Writer, session: Session, sysId: string): void {
  const order = records.store.get('wm_order', sysId);
  const state = orderState(records.store.table('wm_task').where('parent', sysId));
  if (!order || state === null || closedStates.includes(read(order, 'state'))) return;
  records.update(session, 'wm_order', sysId, { values: { state }, notes: new Map() });
}

/** The last open task closes the order with it. */
export const lastTaskClosesOrder: Rule = {
  name: 'The last task closes the work order',
  table: 'wm_task',
  when: 'after',
  on: ['update'],
  run: (change) => {
    const parent = change.now('parent');
    if (!change.closes() || parent === '') return;
    const tasks = change.records.store.table('wm_task').where('parent', parent);
    if (tasks.every((task) => closedStates.includes(read(task, 'state')))) {
      recomputeOrder(change.records, change.session, parent);
    }
  },
};

/** What could not be finished has to be done again: the task comes back as a draft. */
export const incompleteComesBack: Rule = {
  name: 'A task closed incomplete comes back as a draft',
  table: 'wm_task',
  when: 'after',
  on: ['update'],
  run: (change) => {
    if (!change.becomes('state', '4')) return;
    const again = ['short_description', 'description', 'priority', 'parent', 'location', 'company', 'skills'];
    const values = Object.fromEntries(again.map((field) => [field, change.now(field)]));
    change.records.insert(change.session, 'wm_task', { values, notes: new Map() });
  },
};

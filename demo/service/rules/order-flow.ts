import { moment, stamp } from '../../clock.ts';
import type { Change } from '../../records/change.ts';
import type { Rule } from '../../records/rule.ts';
import { read, type Row } from '../../store/row.ts';
import { closedStates } from '../schema/states.ts';
import { orderState } from './order-state.ts';

/** Who opened it and when, unless that was said. */
export const orderOpened: Rule = {
  name: 'Work order is opened by somebody',
  table: 'wm_order',
  when: 'before',
  on: ['insert'],
  run: (change) => {
    change.setIfEmpty('opened_at', change.time);
    change.setIfEmpty('opened_by', change.session.sysId);
  },
};

/** From which state an order may go where, by hand; closed and cancelled orders go nowhere. */
const flow: Readonly<Record<string, readonly string[]>> = {
  1: ['11', '12', '10', '7'],
  11: ['1', '12', '10', '7'],
  12: ['11', '10', '16', '7'],
  10: ['12', '16', '7'],
  16: ['10', '17', '7'],
  17: ['16', '18', '7'],
  18: ['17', '3', '4', '7'],
};

/** The state flow of work orders (`sf_work_order` on the instance): step by step, or to where its tasks have come. */
export const orderStateFlow: Rule = {
  name: 'Work order follows its state flow',
  table: 'wm_order',
  when: 'before',
  on: ['update'],
  run: (change) => {
    if (!change.moves('state')) return;
    const [from, to] = [change.was('state'), change.now('state')];
    const isStep = Object.hasOwn(flow, from) && flow[from]?.includes(to);
    const isTasks = !closedStates.includes(from) && to === orderState(tasksOf(change));
    if (!isStep && !isTasks) change.abort();
  },
};

/** An order closes only once nobody works on it any more. */
export const orderClosesAfterTasks: Rule = {
  name: 'Work order closes after its tasks',
  table: 'wm_order',
  when: 'before',
  on: ['update'],
  run: (change) => {
    if (!change.closes()) return;
    if (tasksOf(change).some((task) => !closedStates.includes(read(task, 'state')))) change.abort();
  },
};

function tasksOf({ records, sysId }: Change): Row[] {
  return records.store.table('wm_task').where('parent', sysId);
}

export const orderClosing: Rule = {
  name: 'Closing a work order dates it',
  table: 'wm_order',
  when: 'before',
  on: ['insert', 'update'],
  run: (change) => {
    if (!change.closes()) return;
    change.set('active', 'false');
    change.set('closed_at', change.time);
    change.set('closed_by', change.session.sysId);
  },
};

const hoursByPriority: Record<string, number> = { 1: 4, 2: 24, 3: 72, 4: 168, 5: 720 };

/** The time promised follows the priority, as a service level does. */
export const orderDueByPriority: Rule = {
  name: 'Work order is due by its priority',
  table: 'wm_order',
  when: 'before',
  on: ['insert', 'update'],
  run: (change) => {
    const opened = moment(change.now('opened_at'));
    const hours = hoursByPriority[change.now('priority')];
    if (opened === null || hours === undefined || change.moves('requested_due_by')) return;
    if (change.moves('priority') || change.now('requested_due_by') === '') {
      change.set('requested_due_by', stamp(opened + hours * 3_600_000));
    }
  },
};

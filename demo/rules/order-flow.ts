import { moment, stamp } from '../clock.ts';
import { closedStates } from '../schema/states.ts';
import { read } from '../store/row.ts';
import type { Rule } from './rule.ts';

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

/** A closed order stays closed, and closes only once nobody works on it any more. */
export const orderStateFlow: Rule = {
  name: 'Work order closes after its tasks and stays closed',
  table: 'wm_order',
  when: 'before',
  on: ['update'],
  run: (change) => {
    if (!change.moves('state')) return;
    if (closedStates.includes(change.was('state'))) change.abort();
    if (!change.closes()) return;
    const tasks = change.records.store.table('wm_task').where('parent', change.sysId);
    if (tasks.some((task) => !closedStates.includes(read(task, 'state')))) change.abort();
  },
};

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

import type { Rule } from '../../records/rule.ts';

/** A person named is a task assigned: whoever sets `assigned_to` need not know of states. */
export const assignmentSetsState: Rule = {
  name: 'Assigning a person assigns the task',
  table: 'wm_task',
  when: 'before',
  on: ['insert', 'update'],
  run: (change) => {
    if (!change.moves('assigned_to')) return;
    const state = change.now('state');
    if (change.now('assigned_to') === '') {
      if (state === '16' || state === '17') change.set('state', '10');
      return;
    }
    if (state === '1' || state === '10') change.set('state', '16');
    if (state === '17' && change.was('state') === '17') change.set('state', '16');
    if (change.was('assigned_to') !== '') {
      change.set('reassignment_count', String(Number(change.now('reassignment_count')) + 1));
    }
  },
};

/** Nobody works on a task that is assigned to nobody. */
export const assignedNeedsPerson: Rule = {
  name: 'An assigned task has a person',
  table: 'wm_task',
  when: 'before',
  on: ['insert', 'update'],
  run: (change) => {
    const taken = ['16', '17', '18'].includes(change.now('state'));
    if (taken && change.moves('state') && change.now('assigned_to') === '') change.abort();
  },
};

/** When the task last went out to somebody. */
export const dispatchIsDated: Rule = {
  name: 'Dispatch is dated',
  table: 'wm_task',
  when: 'before',
  on: ['insert', 'update'],
  run: (change) => {
    if (change.becomes('state', '16') || (change.now('state') === '16' && change.moves('assigned_to'))) {
      change.set('dispatched_on', change.time);
    }
  },
};

import type { Rule } from '../../records/rule.ts';

/** From which state a task may go where; closed and cancelled tasks go nowhere. */
const flow: Readonly<Record<string, readonly string[]>> = {
  1: ['10', '16', '7'],
  10: ['1', '16', '7'],
  16: ['10', '17', '4', '7'],
  17: ['10', '16', '18', '3', '4', '7'],
  18: ['17', '3', '4'],
};

function mayGo(from: string, to: string): boolean {
  return Object.hasOwn(flow, from) && (flow[from] ?? []).includes(to);
}

/** The state flow of work order tasks (`sf_work_task` on the instance). */
export const taskStateFlow: Rule = {
  name: 'Work order task follows its state flow',
  table: 'wm_task',
  when: 'before',
  on: ['update'],
  run: (change) => {
    if (change.moves('state') && !mayGo(change.was('state'), change.now('state'))) change.abort();
  },
};

/** Accepting means starting to be paid for it, so it takes an open shift of whoever accepts. */
export const acceptWithinShift: Rule = {
  name: 'Accept only within an open shift',
  table: 'wm_task',
  when: 'before',
  on: ['insert', 'update'],
  run: (change) => {
    if (!change.becomes('state', '17') || change.was('state') === '18') return;
    const shifts = change.records.store.table('x_outpost_shift').where('user', change.session.sysId);
    if (!shifts.some((shift) => shift['state'] === 'open')) change.abort();
  },
};

/** Fills in the times that follow from the state where nobody gave them. */
export const taskTimes: Rule = {
  name: 'Work order task times',
  table: 'wm_task',
  when: 'before',
  on: ['insert', 'update'],
  run: (change) => {
    if (change.becomes('state', '18')) change.setIfEmpty('work_start', change.time);
    if (!change.closes()) return;
    change.set('active', 'false');
    change.set('closed_at', change.time);
    change.set('closed_by', change.session.sysId);
    if (change.now('state') === '7') return;
    change.setIfEmpty('work_end', change.time);
    change.setIfEmpty('work_start', change.now('work_end'));
    change.set('sub_state', 'complete');
  },
};

/** Starting to travel dates it. */
export const travelIsDated: Rule = {
  name: 'Travel is dated',
  table: 'wm_task',
  when: 'before',
  on: ['insert', 'update'],
  run: (change) => {
    if (change.becomes('sub_state', 'on_route')) change.setIfEmpty('actual_travel_start', change.time);
  },
};

import { moment, stamp } from '../../clock.ts';
import type { Change } from '../../records/change.ts';
import type { Rule } from '../../records/rule.ts';
import { read, type Row } from '../../store/row.ts';
import type { Store } from '../../store/store.ts';
import { businessAfter, businessBetween } from './business-time.ts';

/** How far a service level has come by the state of its task; a draft stops the clock. */
const stages: Readonly<Record<string, string>> = {
  1: 'paused',
  3: 'completed',
  4: 'completed',
  7: 'cancelled',
};
const ended = ['completed', 'cancelled'];

/** The definition that a task comes under: the one of its table whose start condition names its priority. */
export function definitionFor(store: Store, priority: string): Row | undefined {
  const definitions = store.table('contract_sla').where('collection', 'wm_task');
  return definitions.find(
    (one) => read(one, 'active') === 'true' && read(one, 'start_condition') === `priority=${priority}`,
  );
}

/** What a service level comes to for the task's state at that time. */
export function standing(definition: Row, state: string, before: Row | undefined, now: number): Row {
  const stage = stages[state] ?? 'in_progress';
  const started = moment(read(before, 'start_time')) ?? now;
  const pausedAt = moment(read(before, 'pause_time'));
  const pausedSoFar = moment(read(before, 'business_pause_duration')) ?? 0;
  const paused = pausedSoFar + (pausedAt === null ? 0 : businessBetween(pausedAt, now));
  const allowed = moment(read(definition, 'duration')) ?? 0;
  const elapsed = Math.max(businessBetween(started, now) - paused, 0);
  const hasEnded = ended.includes(stage);
  return {
    sla: read(definition, 'sys_id'),
    stage,
    active: String(!hasEnded),
    start_time: stamp(started),
    end_time: hasEnded ? stamp(now) : '',
    planned_end_time: stamp(businessAfter(started, allowed + paused)),
    pause_time: stage === 'paused' ? stamp(now) : '',
    business_pause_duration: stamp(paused),
    business_duration: stamp(elapsed),
    business_time_left: stamp(Math.max(allowed - elapsed, 0)),
    business_percentage: allowed === 0 ? '0' : ((elapsed / allowed) * 100).toFixed(2),
    has_breached: String(elapsed > allowed),
  };
}

/** A task's service level follows its state, and with another priority another definition holds from the start on. */
export const serviceLevelFollowsTask: Rule = {
  name: 'The service level follows the task',
  table: 'wm_task',
  when: 'after',
  on: ['insert', 'update'],
  run: (change) => {
    if (!change.moves('state') && !change.moves('priority')) return;
    const { records } = change;
    const running = records.store.table('task_sla').where('task', change.sysId).find(isActive);
    const definition = definitionFor(records.store, change.now('priority'));
    const now = moment(change.time) ?? 0;
    if (running && read(running, 'sla') !== read(definition, 'sys_id')) cancel(change, running);
    // A draft has not been promised to anybody yet, and what has ended stays as it was.
    if (!definition || (!running && ['1', '3', '4', '7'].includes(change.now('state')))) return;
    const values = standing(definition, change.now('state'), running, now);
    if (running && read(running, 'sla') === values['sla'])
      records.update(records.system, 'task_sla', read(running, 'sys_id'), { values, notes: new Map() });
    else insert(change, values);
  },
};

function isActive(row: Row): boolean {
  return read(row, 'active') === 'true';
}

function cancel({ records, time }: Change, running: Row): void {
  const values = { stage: 'cancelled', active: 'false', end_time: time };
  records.update(records.system, 'task_sla', read(running, 'sys_id'), { values, notes: new Map() });
}

function insert({ records, sysId }: Change, values: Row): void {
  records.insert(records.system, 'task_sla', { values: { ...values, task: sysId }, notes: new Map() });
}

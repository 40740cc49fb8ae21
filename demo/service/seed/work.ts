import { stamp } from '../../clock.ts';
import { spell } from '../../records/numbers.ts';
import type { Row } from '../../store/row.ts';
import { orderState } from '../rules/order-state.ts';
import { closedStates } from '../schema/states.ts';
import { closings, jobs, notes, type Job } from './jobs.ts';
import type { People } from './people.ts';
import { DAY, HOUR, idOf, sow, type Field } from './sow.ts';

/** The first tasks are laid out by hand, so that every instance of whatever size has the same to show. */
const opening = ['16', '16', '17', '16', '18', '16', '16', '10', '16', '17', '3', '16'];

/** How the rest is spread: most is open, the smaller part done. */
const spread = ['10', '10', '16', '16', '16', '17', '17', '18', '18', '3', '1', '16', '10', '17', '4', '7'];

const FIRST_NUMBER = 10_001;

/** Work orders with their tasks until there are as many tasks as asked for. */
export function sowWork(field: Field, people: People): void {
  let task = 0;
  for (let order = 0; task < field.tasks; order += 1) {
    const job = jobs[order % jobs.length];
    if (!job) return;
    const size = Math.min(
      order < 4 ? job.tasks.length : field.chance.whole(1, job.tasks.length),
      field.tasks - task,
    );
    sowOrder(field, people, { order, job, task, size });
    task += size;
  }
  sowTag(field, people);
}

/** A tag that the dispatcher has put on the first two tasks. */
function sowTag(field: Field, { dispatcher }: People): void {
  const label = idOf('label Bring a ladder');
  const made = field.today - DAY;
  sow(field, 'label', label, { name: 'Bring a ladder', owner: dispatcher }, made, made, 'dispatcher');
  for (let index = 0; index < Math.min(2, field.tasks); index += 1) {
    const entry = {
      label,
      table: 'wm_task',
      table_key: idOf(`wm_task ${index}`),
      title: spell('WOT', FIRST_NUMBER + index),
    };
    sow(field, 'label_entry', idOf(`label_entry ${index}`), entry, made, made, 'dispatcher');
  }
}

interface Part {
  order: number;
  job: Job;
  /** Index of the first task. */
  task: number;
  size: number;
}

function sowOrder(field: Field, people: People, { order, job, task, size }: Part): void {
  const { chance } = field;
  const sysId = idOf(`wm_order ${order}`);
  const { location, company } = chance.one(people.places);
  const opened = field.today - chance.whole(1, 30) * DAY + chance.whole(6 * 60, 20 * 60) * 60_000;
  const priority = chance.one(['1', '2', '3', '3', '4', '4', '5']);
  const shared = { location, company, priority, description: job.description };
  const tasks: Row[] = [];
  for (let index = task; index < task + size; index += 1) {
    const title = job.tasks[index - task] ?? job.order;
    tasks.push(sowTask(field, people, { index, parent: sysId, title, job, opened, shared }));
  }
  const state = orderState(tasks) ?? '1';
  const closed = closedStates.includes(state);
  const values = {
    ...shared,
    number: spell('WO', FIRST_NUMBER + order),
    short_description: job.order,
    state,
    active: closed ? 'false' : 'true',
    opened_at: stamp(opened),
    opened_by: people.dispatcher,
    closed_at: closed ? stamp(field.today - DAY) : '',
    requested_due_by: stamp(opened + Number(priority) * 2 * DAY),
    assignment_group: people.groups.get('Field Dispatch') ?? '',
  };
  sow(field, 'wm_order', sysId, values, opened, between(field, opened), 'dispatcher');
}

interface Sprout {
  index: number;
  parent: string;
  title: string;
  job: Job;
  opened: number;
  shared: Record<string, string>;
}

function sowTask(field: Field, people: People, { index, parent, title, job, opened, shared }: Sprout): Row {
  const { chance } = field;
  const state = opening[index] ?? chance.one(spread);
  const assigned = !['1', '10', '7'].includes(state);
  const mine = index < opening.length || chance.next() < 0.02;
  const technician = chance.one(people.technicians);
  const start = field.today + chance.whole(-3, 12) * DAY + chance.whole(6 * 4, 17 * 4) * 15 * 60_000;
  const length = chance.whole(1, 8) * HOUR;
  const sysId = idOf(`wm_task ${index}`);
  const values = {
    ...shared,
    number: spell('WOT', FIRST_NUMBER + index),
    short_description: title,
    parent,
    state,
    assigned_to: assigned ? (mine ? people.dispatcher : technician) : '',
    assignment_group: people.groups.get(job.group) ?? '',
    dispatch_group: people.groups.get('Field Dispatch') ?? '',
    skills: job.skills,
    opened_at: stamp(opened),
    expected_start: stamp(start),
    estimated_end: stamp(start + length),
    estimated_work_duration: stamp(length),
    window_start: stamp(start - 2 * HOUR),
    window_end: stamp(start + length + 4 * HOUR),
    dispatched_on: assigned ? stamp(opened + 2 * HOUR) : '',
    ...progressOf(field, state, start, length),
  };
  const row = sow(field, 'wm_task', sysId, values, opened, between(field, opened), 'dispatcher');
  if (chance.next() < Math.min(0.2, 2000 / field.tasks)) sowNote(field, sysId, index, opened);
  return row;
}

/** How far the work on a task in that state has come. */
function progressOf({ chance, now }: Field, state: string, start: number, length: number): Row {
  const closed = closedStates.includes(state);
  const begun = state === '18' || state === '3' || state === '4';
  const began = Math.min(start, now - chance.whole(1, 48) * HOUR);
  const done = begun && closed;
  return {
    active: closed ? 'false' : 'true',
    work_start: begun ? stamp(began) : '',
    work_end: done ? stamp(began + length) : '',
    closed_at: closed ? stamp(began + length) : '',
    close_notes: done ? chance.one(closings) : '',
  };
}

/** Some second between then and now, at which the record was last touched. */
function between({ chance, now }: Field, then: number): number {
  return then + Math.floor(chance.next() * Math.max(now - then, 0));
}

function sowNote(field: Field, task: string, index: number, opened: number): void {
  const value = field.chance.one(notes);
  const entry = { name: 'wm_task', element: 'work_notes', element_id: task, value };
  sow(
    field,
    'sys_journal_field',
    idOf(`sys_journal_field ${index}`),
    entry,
    opened + HOUR,
    opened + HOUR,
    'thea.carmody',
  );
}

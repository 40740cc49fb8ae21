import type { Inputs, ReferenceOption, Triggered } from '../../../preload/contract/forms.ts';
import type { ListRow, OfferedAction } from '../../../preload/contract/records.ts';
import type { Outpost } from './outpost.ts';

/** A record as the tests speak of it. */
export interface Task {
  sys_id: string;
  title: string;
}

/** The tasks of a list that are in a state, by its label, and about which nothing waits; in the order of the list. */
export async function tasksIn({ ask }: Outpost, state: string, list = 'my-tasks'): Promise<Task[]> {
  const { rows } = await ask('list.get', { list, search: '', after: null, limit: 200 });
  return rows.filter(({ cells, unsent }) => !unsent && cells['state']?.display === state).map(taskOf);
}

/** The first of them. Throws where there is none. */
export async function taskIn(outpost: Outpost, state: string, list?: string): Promise<Task> {
  const [task] = await tasksIn(outpost, state, list);
  if (task === undefined) throw new Error(`no task is in the state ${state}`);
  return task;
}

export function taskOf({ sys_id, cells }: ListRow): Task {
  return { sys_id, title: cells['number']?.display ?? '' };
}

/** An action of a task as its record offers it now. */
export async function actionOn({ ask }: Outpost, { sys_id }: Task, id: string): Promise<OfferedAction> {
  const { actions } = await ask('record.get', { table: 'wm_task', sys_id });
  const action = actions.find((one) => one.id === id);
  if (action === undefined) throw new Error(`a task has no action ${id}`);
  return action;
}

/** Somebody as a form finds them by their name. */
export async function person(outpost: Outpost, name: string): Promise<ReferenceOption> {
  const { sys_id } = await taskIn(outpost, 'Assigned');
  const asked = { action: 'assign', record: sys_id, input: 'assigned_to', inputs: {}, search: name };
  const [found] = await outpost.ask('reference.search', asked);
  if (found === undefined) throw new Error(`there is nobody called ${name}`);
  return found;
}

/** Triggers an action as another window would. */
export function trigger(
  { ask }: Outpost,
  action: string,
  task: Task | null,
  inputs: Inputs = {},
): Promise<Triggered> {
  const record = task?.sys_id ?? null;
  return ask('action.trigger', { action, record, inputs, revises: null, draft: null });
}

/** The switch "Work offline". */
export async function workOffline({ ask }: Outpost, on: boolean): Promise<void> {
  await ask('connection.workOffline', { on });
}

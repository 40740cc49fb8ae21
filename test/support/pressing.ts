import type { Inputs } from '../../preload/contract/forms.ts';
import type { EntryLine } from '../../preload/contract/outbox.ts';
import type { Outpost, World } from './world.ts';

const page = { search: '', after: null, limit: 200 };

/** Presses a button, with a form's inputs where it has one. */
export function press(outpost: Outpost, action: string, record: string | null, inputs: Inputs = {}) {
  return outpost.ask('action.trigger', { action, record, inputs, revises: null, draft: null });
}

/** Notes on records, pressed one after the other; answers the numbers of their entries. */
export async function pressNotes(outpost: Outpost, records: readonly string[], note = 'On my way') {
  const entries: number[] = [];
  for (const [at, record] of records.entries())
    entries.push((await press(outpost, 'add-work-note', record, { note: `${note} ${at}` })).entry);
  return entries;
}

/** The person's tasks in this state, by its label. */
export async function tasksIn(outpost: Outpost, state: string): Promise<string[]> {
  const { rows } = await outpost.ask('list.get', { list: 'my-tasks', ...page });
  return rows.filter(({ cells }) => cells['state']?.display === state).map(({ sys_id }) => sys_id);
}

/** What the Outbox shows of what waits. */
export async function waiting(outpost: Outpost): Promise<EntryLine[]> {
  return (await outpost.ask('outbox.get', null)).waiting;
}

/** Answers once everything has been sent. */
export function emptied(outpost: Outpost): Promise<void> {
  return outpost.until(async () => (await outpost.ask('outbox.get', null)).total === 0);
}

/** The switch "Work offline". */
export function workOffline(outpost: Outpost, on: boolean) {
  return outpost.ask('connection.workOffline', { on });
}

/** What was done on the instance, in order: `update wm_task`. */
export function effects(world: World): string[] {
  return world.demo.ledger().map(({ op, table }) => `${op} ${table}`);
}

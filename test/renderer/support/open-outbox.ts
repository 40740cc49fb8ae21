import type { EntryLine } from '../../../preload/contract/outbox.ts';
import { OutboxModel } from '../../../renderer/screens/outbox/model.svelte.ts';
import { Route } from '../../../renderer/state/route.svelte.ts';
import { eventually } from './eventually.ts';
import type { Outpost } from './outpost.ts';
import { person, taskIn, tasksIn, trigger } from './records.ts';
import { makeWindow } from './window.ts';

export interface OpenedOutbox {
  route: Route;
  model: OutboxModel;
}

/** The Outbox as it stands. */
export async function openOutbox({ bridge }: Outpost): Promise<OpenedOutbox> {
  const route = new Route(makeWindow('#/outbox'));
  const model = new OutboxModel(bridge, route);
  model.open();
  await bridge.quiet();
  return { route, model };
}

/** Three entries: a refused Accept (#1), a refused Reassign (#2, with a form) and a work note that was sent (#3). */
export async function triggerThree(outpost: Outpost): Promise<void> {
  await trigger(outpost, 'accept', await taskIn(outpost, 'Assigned'));
  await reassign(outpost, 1);
  await trigger(outpost, 'add-work-note', await taskIn(outpost, 'Work In Progress'), { note: 'On my way' });
}

/** So many tasks of others reassigned to somebody who takes none, each with a reason of its own: all are refused for one cause. */
export async function reassign(outpost: Outpost, count: number): Promise<void> {
  const { sys_id: assigned_to } = await person(outpost, 'Ada Lindqvist');
  const accepted = (await tasksIn(outpost, 'Accepted', 'all-open-tasks')).slice(0, count);
  for (const [at, task] of accepted.entries())
    await trigger(outpost, 'reassign', task, { assigned_to, reason: `Flu ${at}` });
}

/** The entry as the Outbox shows it among those that wait. */
export function waitingEntry({ asked }: OutboxModel, seq: number): EntryLine {
  const found = asked.value?.waiting.find((line) => line.seq === seq);
  if (found === undefined) throw new Error(`#${seq} does not wait`);
  return found;
}

/** Waits until just these entries wait. */
export async function waiting(model: OutboxModel, seqs: number[]): Promise<void> {
  await eventually(() => {
    const now = model.asked.value?.waiting.map(({ seq }) => seq);
    if (String(now) !== String(seqs)) throw new Error(`waiting are ${String(now)}`);
  });
}

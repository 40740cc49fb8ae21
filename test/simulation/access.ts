import { comeInSight } from './deciding.ts';
import { hide } from './hiding.ts';
import { cachedIn, doubtedIn } from './look.ts';
import { pressOn } from './pressing.ts';
import { doneButUnanswered, leave } from './script.ts';
import type { World } from './world.ts';

/** So often a record is hidden right after something was added to it, and the answer to that got lost. */
const OF_ADDED = 0.15;

/** So often an access rule concerns a record that an entry in doubt is about, if there is one. */
const OF_DOUBTED = 0.8;

/**
 * Access rules of the instance change. It matters most for what an entry in doubt is about: hidden while it is looked for, and shown again
 * when a person is asked.
 */
export async function changeAccess(world: World): Promise<void> {
  const { rare, instance, database } = world;
  if (database && rare.is(OF_ADDED)) {
    await addAndHide(world, rare.one(cachedIn(database, 'wm_task').slice(0, 4)));
    return;
  }
  const doubted = database && rare.is(OF_DOUBTED) ? rare.one(doubtedIn(database)) : undefined;
  if (doubted) {
    const { seq, sysId, isAsked } = doubted;
    if (!isAsked) hide(world, sysId, true);
    else if (world.hidden.has(sysId)) await comeInSight(world, seq, sysId);
    return;
  }
  const table = rare.one(['wm_task', 'wm_task', 'wm_order', 'task_time_worked']) ?? 'wm_task';
  const row = rare.one([...instance.store.table(table).all()].slice(0, 4));
  const sysId = row?.['sys_id'] ?? '';
  if (row) hide(world, sysId, !world.hidden.has(sysId));
}

async function addAndHide(world: World, task: string | undefined): Promise<void> {
  const { network, rare, user } = world;
  if (task === undefined || user === null || network.fates.length > 0) return;
  network.fates.push(doneButUnanswered);
  await pressOn(world, rare.is(0.5) ? 'note' : 'attach', task);
  await leave(world);
  network.fates.length = 0;
  hide(world, task, true);
}

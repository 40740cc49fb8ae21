import { carryOut } from './deciding.ts';
import { entriesIn, textIn } from './look.ts';
import { hide } from './hiding.ts';
import { setElsewhere } from './moves.ts';
import { pressOn } from './pressing.ts';
import { aTask, doneButUnanswered, leave, never } from './script.ts';
import { Violation } from './violation.ts';
import type { World } from './world.ts';

async function unansweredAndHidden(world: World, action: 'note' | 'attach'): Promise<void> {
  world.network.fates.push(doneButUnanswered);
  const task = aTask(world);
  await pressOn(world, action, task);
  await leave(world);
  hide(world, task, true);
  await world.pass(10 * 60_000);
  hide(world, task, false);
}

/** Scripts in which access rules hide records for a while. */
export const hidden: Readonly<Record<string, (world: World) => Promise<void>>> = {
  'a note gets no answer, and while it is looked for an access rule hides its record': (world) =>
    unansweredAndHidden(world, 'note'),

  'an upload gets no answer, and while it is looked for an access rule hides its record': (world) =>
    unansweredAndHidden(world, 'attach'),

  'what nobody could see is shown again, and then a person lets it go': async (world) => {
    await unansweredAndHidden(world, 'note');
    const [entry] = entriesIn(world.database ?? never()).filter(({ state }) => state === 'unclear');
    // They do not read that it may have been done: it is not done twice all the same.
    await carryOut(world, entry ?? never(), 'try-again');
    await world.pass(60_000);
  },

  'a task is hidden, changed by somebody else and shown again': async (world) => {
    const task = aTask(world);
    hide(world, task, true);
    setElsewhere(world, 'wm_task', task, { description: 'by somebody else' });
    await world.pass(120_000);
    setElsewhere(world, 'wm_task', aTask(world, 1), { description: 'by somebody else' });
    await world.pass(120_000);
    hide(world, task, false);
    await world.pass(60 * 60_000);
    if (textIn(world.database ?? never(), task) !== 'by somebody else')
      throw new Violation('copies', 'It is not shown as it is');
  },
};

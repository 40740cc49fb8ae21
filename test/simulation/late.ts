import { carryOut } from './deciding.ts';
import { entriesIn } from './look.ts';
import { setElsewhere } from './moves.ts';
import { pressOn } from './pressing.ts';
import { aTask, doneButUnanswered, givenUpAndLate, never, well } from './script.ts';
import type { World } from './world.ts';

/** Histories about requests that nobody waits for any more, and that arrive all the same. */
export const late: Readonly<Record<string, (world: World) => Promise<void>>> = {
  'a note that was given up arrives later than the look': async (world) => {
    world.network.fates.push(givenUpAndLate);
    await pressOn(world, 'note', aTask(world));
  },

  'what is left of an action is there already, and its request comes late, after the next action': async (
    world,
  ) => {
    const task = aTask(world);
    world.network.fates.push(doneButUnanswered, givenUpAndLate);
    await pressOn(world, 'prioritise', task);
    await world.pass(20_000, () => world.network.fates.length === 1);
    await world.pass(70);
    setElsewhere(world, 'wm_task', task, { priority: '5' });
    await pressOn(world, 'describe', task);
  },

  'a call of which nobody can tell is discarded, and its request comes late, after the next action': async (
    world,
  ) => {
    const task = aTask(world);
    world.network.fates.push(well, givenUpAndLate);
    const { seq } = await pressOn(world, 'report', task);
    await world.pass(20_000, () => stateOf(world, seq) === 'unclear');
    await carryOut(world, { seq: seq ?? never() }, 'discard');
    await pressOn(world, 'describe', task);
  },
};

const stateOf = (world: World, seq: number | null) =>
  entriesIn(world.database ?? never()).find((entry) => entry.seq === seq)?.state;

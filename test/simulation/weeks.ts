import { carryOut } from './deciding.ts';
import { getReady, setElsewhere } from './moves.ts';
import { edit, pressOn } from './pressing.ts';
import {
  lost,
  doneButUnanswered,
  doneBehindGateway,
  well,
  aTask,
  never,
  offline,
  away,
  asked,
  leave,
  DAY_MS,
} from './script.ts';
import type { World } from './world.ts';

/** Histories without dice of laptops that nobody opened for weeks. */
export const weeks: Readonly<Record<string, (world: World) => Promise<void>>> = {
  'the laptop is closed for three weeks, and then its person sends one, discards one and leaves one': async (
    world,
  ) => {
    await offline(world, true);
    await pressOn(world, 'note', aTask(world));
    await pressOn(world, 'finish', aTask(world));
    await pressOn(world, 'note', aTask(world, 1));
    await pressOn(world, 'describe', aTask(world, 2));
    await away(world, 21);
    await offline(world, false);
    await world.pass(10_000);
    const [first = never(), second = never(), third = never()] = asked(world, 4);
    await carryOut(world, { seq: first }, 'try-again');
    await carryOut(world, { seq: second }, 'try-again');
    await carryOut(world, { seq: third }, 'discard');
    await world.pass(10_000);
    asked(world, 1);
    await pressOn(world, 'note', aTask(world, 2));
    await world.pass(10_000);
    // What is said once is good for as long again, and no longer; what was pressed meanwhile is as old by then.
    await offline(world, true);
    await carryOut(world, { seq: asked(world, 1)[0] ?? never() }, 'try-again');
    await away(world, 15);
    await offline(world, false);
    await world.pass(10_000);
    asked(world, 2);
  },

  'three weeks after a description was done and not answered, and another one set over it, it is mended':
    async (world) => {
      const task = aTask(world);
      world.network.fates.push(doneButUnanswered);
      const described = await pressOn(world, 'describe', task);
      await leave(world);
      setElsewhere(world, 'wm_task', task, { description: `by somebody else at ${world.clock.now}` });
      await away(world, 21);
      await world.pass(10_000);
      asked(world, 1);
      await edit(world, described);
    },

  'three weeks after a note was done and not answered, and another one lost': async (world) => {
    world.network.fates.push(doneButUnanswered);
    await pressOn(world, 'note', aTask(world));
    await leave(world);
    world.laptop.kill();
    await getReady(world);
    await offline(world, true);
    world.network.fates.push(lost);
    await pressOn(world, 'note', aTask(world, 1));
    await away(world, 21);
    await offline(world, false);
    await world.pass(120_000);
    const [only = never()] = asked(world, 1);
    await carryOut(world, { seq: only }, 'try-again');
  },

  'clocks go forward, and the record is changed, before anybody looks for a note that was done': async (
    world,
  ) => {
    world.network.fates.push(doneButUnanswered);
    const task = aTask(world);
    await pressOn(world, 'note', task);
    await leave(world);
    world.laptop.kill();
    // The history begins on 2 March 2020.
    await world.pass(27 * DAY_MS);
    setElsewhere(world, 'wm_task', task, { priority: '3' });
    await getReady(world);
    await world.pass(120_000);
    asked(world, 0);
  },

  'three weeks after a call was done behind a gateway that gave up': async (world) => {
    world.network.fates.push(well, well, well, well, doneBehindGateway);
    await pressOn(world, 'finish', aTask(world));
    await leave(world);
    await away(world, 21);
    await world.pass(120_000);
    // That it was not sent since would not be true.
    asked(world, 0);
  },

  'the clock is set back by six weeks, and ahead again, while notes wait': async (world) => {
    await offline(world, true);
    await pressOn(world, 'note', aTask(world));
    world.laptop.ahead = -42 * DAY_MS;
    await offline(world, false);
    await world.pass(20_000);
    await offline(world, true);
    await pressOn(world, 'note', aTask(world, 1));
    world.laptop.ahead = 0;
    await offline(world, false);
    await world.pass(20_000);
    asked(world, 0);
    await offline(world, true);
    world.laptop.ahead = -42 * DAY_MS;
    // Nothing has told yet that the clock was set: it is asked about in vain, and that is all.
    await pressOn(world, 'note', aTask(world));
    await offline(world, false);
    await world.pass(20_000);
    await carryOut(world, { seq: asked(world, 1)[0] ?? never() }, 'try-again');
  },
};

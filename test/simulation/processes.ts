import { getReady, setElsewhere } from './moves.ts';
import { pressOn } from './pressing.ts';
import { aTask, never, offline, tokensEnd } from './script.ts';
import type { Script } from './scripts.ts';

/** Scripts about processes and clocks: one that dies, two on the same files, one whose laptop tells another time. */
export const processes: Readonly<Record<string, Script>> = {
  'killed right after the first commit of a press': async (world) => {
    await offline(world, true);
    world.laptop.life?.killAt({ left: 1, when: 'after' });
    await pressOn(world, 'describe', aTask(world));
    await world.pass(1000);
    await getReady(world);
    world.judgeViewsNow();
  },

  'another process takes over while a new token is fetched for a request': {
    conditions: { sharesFiles: true },
    happens: async (world) => {
      const { network, twin } = world;
      await world.pass(20_000);
      const before = network.count;
      network.fates.push(tokensEnd);
      void pressOn(world, 'note', aTask(world));
      // The look, the request that is turned away, and the one for a new token.
      await world.pass(20_000, () => network.count === before + 3);
      await (twin ?? never()).start();
      await world.pass(120_000);
      twin?.kill();
    },
  },

  'the laptop is an hour ahead, and somebody else changes a record': async (world) => {
    const task = aTask(world);
    world.laptop.ahead = 60 * 60_000;
    setElsewhere(world, 'wm_task', aTask(world, 1), { priority: '2' });
    await world.pass(120_000);
    setElsewhere(world, 'wm_task', task, { priority: '1' });
    await pressOn(world, 'note', aTask(world, 2));
    await world.pass(120_000);
  },
};

import { pressOn } from './pressing.ts';
import { aTask, doneButUnanswered, givenUpAndLate, leave, well } from './script.ts';
import type { World } from './world.ts';

/** Scripts in which the laptop's clock is set. */
export const clocks: Readonly<Record<string, (world: World) => Promise<void>>> = {
  'a clock is set ahead while Outpost does not run, and an upload that was given up comes late': async (
    world,
  ) => {
    world.network.fates.push(givenUpAndLate);
    await pressOn(world, 'attach', aTask(world));
    await leave(world);
    world.laptop.kill();
    world.laptop.ahead = 60 * 60_000;
  },

  'the clock goes back between two steps, and the later one, given up, comes after the next start': async (
    world,
  ) => {
    world.network.fates.push(well, well, well, givenUpAndLate);
    await pressOn(world, 'finish', aTask(world));
    await world.pass(20_000, () => world.network.fates.length === 1);
    world.laptop.ahead = -50 * 60_000;
    await leave(world);
    world.laptop.kill();
  },

  'the clock goes ahead between two steps, the note after it gets no answer, and the clock is set once more':
    async (world) => {
      world.network.fates.push(well, well, well, doneButUnanswered);
      await pressOn(world, 'finish', aTask(world));
      await world.pass(20_000, () => world.network.fates.length === 1);
      world.laptop.ahead = 50 * 60_000;
      await leave(world);
      world.laptop.kill();
      world.laptop.ahead = 10 * 60_000;
      await world.pass(10_000);
    },

  'the clock goes back by fifty minutes while an entry waits for its next attempt': async (world) => {
    await pressOn(world, 'describe', aTask(world), 'failed');
    await world.pass(2000);
    world.laptop.ahead = -50 * 60_000;
    world.stubborn.clear();
  },

  'the clock goes back while nobody knows what became of a note': async (world) => {
    world.network.fates.push(doneButUnanswered);
    await pressOn(world, 'note', aTask(world));
    await leave(world);
    world.laptop.ahead = -50 * 60_000;
  },
};

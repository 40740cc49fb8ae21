import { carryOut } from './deciding.ts';
import { cachedIn, entriesIn } from './look.ts';
import { getReady, setElsewhere, signIn, signOut } from './moves.ts';
import { edit, pressOn } from './pressing.ts';
import {
  well,
  lost,
  doneButUnanswered,
  silent,
  doneBehindGateway,
  hotelPage,
  twice,
  tokensEnd,
  cutShort,
  oneFails,
  aTask,
  anOrder,
  tasksOf,
  never,
  offline,
  leave,
} from './script.ts';
import { clocks } from './clocks.ts';
import { hidden } from './hidden.ts';
import { late } from './late.ts';
import { weeks } from './weeks.ts';
import { processes } from './processes.ts';
import type { Conditions, World } from './world.ts';

type Happens = (world: World) => Promise<void>;

/** What happens, in a world without whims; where it takes another one, with how that differs. */
export type Script = Happens | { conditions: Partial<Conditions>; happens: Happens };

/**
 * Histories without dice, by what each is about: what the simulation has found in Outpost, in as few lines as show it. Seeds
 * would not last; these do. Each ends in peace, and everything has to hold.
 */
export const scripts: Readonly<Record<string, Script>> = {
  'a gateway says 502 to a note that was done': async (world) => {
    world.network.fates.push(doneBehindGateway);
    await pressOn(world, 'note', aTask(world));
  },

  'a file is there and its upload not answered': async (world) => {
    world.network.fates.push(doneButUnanswered);
    await pressOn(world, 'attach', aTask(world));
  },

  'a create is done and not answered': async (world) => {
    world.network.fates.push(doneButUnanswered);
    await pressOn(world, 'new-task', anOrder(world));
  },

  'a create comes twice, and the answer is that it is there': async (world) => {
    world.network.fates.push(twice);
    await pressOn(world, 'log-time', aTask(world));
  },

  'a delete comes twice, and the answer is that it is gone': async (world) => {
    await pressOn(world, 'log-time', aTask(world));
    await world.pass(5000);
    const [time] = cachedIn(world.database ?? never(), 'task_time_worked').slice(-1);
    world.network.fates.push(twice);
    await pressOn(world, 'delete-time', time ?? never());
  },

  'killed while an update is on its way, right after another entry changed the record': async (world) => {
    await pressOn(world, 'describe', aTask(world));
    await world.pass(2000);
    world.network.fates.push(lost);
    await pressOn(world, 'describe', aTask(world));
    await leave(world);
    world.laptop.kill();
    await getReady(world);
  },

  'killed while a note is on its way': async (world) => {
    world.network.fates.push(doneButUnanswered);
    await pressOn(world, 'note', aTask(world));
    await leave(world);
    world.laptop.kill();
    await getReady(world);
  },

  'the first of three entries on a record is refused and then discarded': async (world) => {
    const task = aTask(world);
    const refused = await pressOn(world, 'describe', task, 'refused');
    await world.pass(3000);
    await pressOn(world, 'note', task);
    await pressOn(world, 'note', aTask(world, 1));
    await pressOn(world, 'describe', task);
    await world.pass(3000);
    await carryOut(world, { seq: refused.seq ?? never() }, 'discard');
  },

  'somebody signs out while a press waits for its answer': async (world) => {
    world.network.fates.push(silent);
    await pressOn(world, 'note', aTask(world));
    await leave(world);
    await signOut(world);
    await signIn(world, 'supervisor');
    await pressOn(world, 'note', aTask(world));
    await world.pass(3000);
  },

  'somebody else writes over an update whose answer was lost': async (world) => {
    const task = aTask(world);
    world.network.fates.push(doneButUnanswered);
    await pressOn(world, 'describe', task);
    await leave(world);
    setElsewhere(world, 'wm_task', task, { description: `by somebody else at ${world.clock.now}` });
  },

  'somebody else changes a description while two of ours wait': async (world) => {
    const task = aTask(world);
    await offline(world, true);
    await pressOn(world, 'describe', task);
    await pressOn(world, 'describe', task);
    setElsewhere(world, 'wm_task', task, { description: `by somebody else at ${world.clock.now}` });
    await world.pass(10_000);
  },

  'somebody else sets a priority between two attempts at it': async (world) => {
    const task = aTask(world);
    world.network.fates.push(lost);
    await pressOn(world, 'prioritise', task);
    await leave(world);
    setElsewhere(world, 'wm_task', task, { priority: '6' });
  },

  'somebody else describes an order, and a call of ours changes it, between two attempts to describe it':
    async (world) => {
      const order = anOrder(world);
      const [task = never()] = tasksOf(world, order);
      world.network.fates.push(lost);
      await pressOn(world, 'describe-order', order);
      await leave(world);
      setElsewhere(world, 'wm_order', order, { description: 'by somebody else' });
      await pressOn(world, 'finish', task);
    },

  'somebody else describes an order of ours that was not answered, before what we say of it is mended':
    async (world) => {
      world.network.fates.push(doneButUnanswered);
      await pressOn(world, 'new-order', null);
      await leave(world);
      await offline(world, true);
      const order = cachedIn(world.database ?? never(), 'wm_order').at(-1) ?? never();
      const made = await pressOn(world, 'describe-order', order);
      setElsewhere(world, 'wm_order', order, { description: `by somebody else at ${world.clock.now}` });
      await edit(world, made);
      await world.pass(10_000);
      await offline(world, false);
      await world.pass(60_000);
    },

  'two people use the laptop, and both have something that waits': async (world) => {
    await offline(world, true);
    await pressOn(world, 'note', aTask(world));
    await signIn(world, 'supervisor');
    await offline(world, true);
    await pressOn(world, 'note', aTask(world));
  },

  'what refers to a record that waits to be created waits as well': async (world) => {
    world.network.fates.push(silent);
    await pressOn(world, 'new-order', null);
    await leave(world);
    await pressOn(world, 'new-task', cachedIn(world.database ?? never(), 'wm_order').at(-1) ?? never());
  },

  'the tokens end in the middle of an action of five steps': async (world) => {
    world.network.fates.push(well, tokensEnd, well, tokensEnd);
    await pressOn(world, 'finish', aTask(world));
  },

  'the third of five steps gets no answer': async (world) => {
    world.network.fates.push(well, well, lost);
    await pressOn(world, 'finish', aTask(world));
  },

  'a call that may be made again gets no answer': async (world) => {
    world.network.fates.push(well, well, well, well, doneButUnanswered);
    await pressOn(world, 'finish', aTask(world));
  },

  'a batch is cut short, one in the next fails, and a third has no answer': async (world) => {
    await offline(world, true);
    for (let at = 0; at < 6; at += 1) await pressOn(world, 'note', aTask(world, at));
    await pressOn(world, 'new-order', null);
    world.network.fates.push(cutShort, oneFails, doneButUnanswered);
    await offline(world, false);
  },

  'the answers of a batch come in another order than its requests': {
    conditions: { batchInOrder: false },
    happens: async (world) => {
      await offline(world, true);
      await pressOn(world, 'note', aTask(world, 2));
      await pressOn(world, 'describe', aTask(world), 'refused');
      await pressOn(world, 'note', aTask(world, 1));
      await offline(world, false);
    },
  },

  'a hotel answers in the place of the instance': async (world) => {
    world.network.fates.push(hotelPage);
    await pressOn(world, 'describe', aTask(world));
    world.network.weather = 'portal';
    await world.pass(60_000);
    await pressOn(world, 'note', aTask(world));
    if (entriesIn(world.database ?? never()).length < 2) never();
  },

  ...clocks,
  ...hidden,
  ...late,
  ...processes,
  ...weeks,
};

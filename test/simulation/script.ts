import { cachedIn, entriesIn, rowsIn } from './look.ts';
import { getReady } from './moves.ts';
import { type Fate, page } from './weather.ts';
import type { World } from './world.ts';

export const well: Fate = { kind: 'answered', there: 50, back: 100, quirk: 'none' };
export const lost: Fate = { kind: 'unanswered', there: null, after: 100, timedOut: false };
export const doneButUnanswered: Fate = { kind: 'unanswered', there: 50, after: 100, timedOut: false };
export const givenUpAndLate: Fate = { kind: 'unanswered', there: 4000, after: 100, timedOut: false };
export const silent: Fate = { kind: 'unanswered', there: null, after: 30_000, timedOut: true };
export const doneBehindGateway: Fate = { kind: 'instead', after: 100, answer: page(502), there: 50 };
export const hotelPage: Fate = { kind: 'instead', after: 100, answer: page(200), there: null };
export const twice: Fate = { kind: 'answered', there: 50, back: 100, quirk: 'again' };
export const tokensEnd: Fate = { kind: 'answered', there: 50, back: 100, quirk: 'tokens-end' };
export const cutShort: Fate = { kind: 'answered', there: 50, back: 100, quirk: 'cut-short' };
export const oneFails: Fate = { kind: 'answered', there: 50, back: 100, quirk: 'one-fails' };

export const DAY_MS = 24 * 60 * 60_000;

export const aTask = (world: World, at = 0) => cachedIn(world.database ?? never(), 'wm_task')[at] ?? never();
export const anOrder = (world: World) => cachedIn(world.database ?? never(), 'wm_order')[0] ?? never();

export const tasksOf = (world: World, order: string) =>
  rowsIn<{ sys_id: string }>(
    world.database ?? never(),
    'SELECT sys_id FROM cache_wm_task WHERE parent = ?',
    order,
  ).map(({ sys_id }) => sys_id);

export function never(): never {
  throw new Error('The script cannot go on');
}

export async function offline(world: World, on: boolean): Promise<void> {
  void world.laptop.ask('connection.workOffline', { on });
  await world.pass(0);
}

/** Nobody opens the laptop for so many days. */
export async function away(world: World, days: number): Promise<void> {
  await world.laptop.close((until) => world.pass(120_000, until));
  world.note(`nobody opens the laptop for ${days} days`);
  await world.pass(days * DAY_MS);
  await getReady(world);
}

/** The entries that a person is asked about for their age, in order; so many there must be. */
export function asked(world: World, count: number): number[] {
  const old = entriesIn(world.database ?? never()).filter(({ state }) => state === 'old');
  if (old.length !== count) throw new Error(`${old.length} are asked about instead of ${count}`);
  return old.map(({ seq }) => seq);
}

/** Lets time go on until everything has left whose fate is written, and half of the way is behind the last of it. */
export async function leave(world: World): Promise<void> {
  await world.pass(20_000, () => world.network.fates.length === 0);
  await world.pass(70);
}

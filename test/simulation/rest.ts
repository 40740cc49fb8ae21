import type { Effect } from '../../demo/ledger/ledger.ts';
import { hide } from './hiding.ts';
import { judgeCopies } from './judge/copies.ts';
import { judgeChanges, judgeEffects } from './judge/effects.ts';
import { judgeJournal } from './judge/journal.ts';
import { judgeOrder } from './judge/order.ts';
import { judgeViews } from './judge/views.ts';
import { entriesIn, hasMoving } from './look.ts';
import { changeWeather, getReady, lookAtConnection, signIn } from './moves.ts';
import { pressIn } from './press.ts';
import { learn } from './pressing.ts';
import { type UserName, users } from './template.ts';
import { Violation } from './violation.ts';
import type { World } from './world.ts';

/** So long after the last trouble everything has come to rest. */
const REST_MS = 45 * 60_000;
/** So often a record that is still hidden is shown again then. */
const SHOWN_AT_LAST = 0.5;

/** The trouble is over: everything has to come to rest, for each user, and then everything must be right. */
export async function rest(world: World): Promise<void> {
  changeWeather(world, 'fair');
  world.note('the trouble is over');
  for (const sysId of [...world.hidden]) if (world.rare.is(SHOWN_AT_LAST)) hide(world, sysId, false);
  if (world.twin) {
    world.twin.kill();
    world.laptop.kill();
  }
  await getReady(world);
  const first = world.user ?? users[0];
  for (const user of [first, ...users.filter((other) => other !== first)]) {
    if (!world.presses.some((press) => press.user === user)) continue;
    await comeToRest(world, user);
    await judgeAtRest(world, user);
  }
}

async function comeToRest(world: World, user: UserName): Promise<void> {
  const { laptop, clock } = world;
  const end = clock.now + REST_MS;
  let begun: string | null = null;
  while (clock.now < end) {
    // What was asked of a process that is no more, it may not have done.
    if (!laptop.life) begun = null;
    await getReady(world);
    if (!laptop.life) continue;
    if (world.user !== user) {
      await signIn(world, user);
      continue;
    }
    if (world.worksOffline) {
      await laptop.ask('connection.workOffline', { on: false });
      await lookAtConnection(world);
    }
    await world.pass(3000);
    const { database } = world;
    if (!database || laptop.life.asking > 0 || hasMoving(database)) continue;
    // A pull that began after the last entry was settled has to be through as well; people need not wait for its turn.
    if (begun === null) {
      begun = new Date(clock.now + laptop.ahead).toISOString();
      if (world.hasHidden) await laptop.ask('connection.sync', null);
      else laptop.signal('resume');
      continue;
    }
    const answer = await laptop.ask('connection.get', null);
    if (answer?.ok !== true || answer.value.state !== 'online') continue;
    if ((answer.value.lastSync ?? '') > begun) return;
  }
  throw new Violation('rest', `${user}'s Outbox does not come to rest`);
}

async function judgeAtRest(world: World, user: UserName): Promise<void> {
  const { database, instance, presses } = world;
  if (!database) throw new Violation('rest', 'Outpost does not run');
  learn(world);
  judgeViews(database);
  const entries = entriesIn(database);
  for (const entry of entries) world.wire.judgeRefusal(entry);
  const names = world.wire.renamed(instance.ledger.all());
  const own = presses
    .filter((press) => press.user === user)
    .map((press) => ({ ...press, record: names.get(press.record ?? '') ?? press.record }));
  const unsettled = new Set(entries.filter(({ state }) => state !== 'sent').map(({ seq }) => seq));
  const ledger = instance.ledger.all();
  // What was brought back goes before what was pressed after it, and may so come over what was done already.
  const restored = new Set(own.filter((press) => press.isRestored).map(({ number }) => number));
  const isRestored = ({ fields }: Effect) => restored.has(pressIn(JSON.stringify(fields))?.number ?? 0);
  judgeChanges(database, own);
  judgeEffects(database, ledger, own, {
    isThere: (table, sysId) => instance.store.get(table, sysId) !== undefined && !world.hidden.has(sysId),
    isChangedBetween: (sysId, from, to) =>
      world.edits.some((edit) => edit.sysId === sysId && edit.after >= from && edit.after < to) ||
      ledger.some(
        (effect) =>
          effect.sys_id === sysId &&
          (effect.user !== user || isRestored(effect)) &&
          effect.seq > from &&
          effect.seq < to,
      ),
  });
  const waits = new Set(own.filter(({ seq }) => seq !== null && unsettled.has(seq)));
  judgeOrder(ledger, own, waits, world.network.keepsSysIds);
  judgeCopies(database, instance, user);
  judgeJournal(database);
  const checked = await world.laptop.ask('journal.check', null);
  if (checked?.ok === true && checked.value.broken !== null)
    throw new Violation('journal', `the journal is broken at line ${checked.value.broken}`);
}

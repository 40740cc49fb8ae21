import type { Decision, EntryLine, ShownState } from '../../preload/contract/outbox.ts';
import { actions, type Expected, type Press } from './press.ts';
import { hide } from './hiding.ts';
import { endingsOf, entriesIn } from './look.ts';
import { edit } from './pressing.ts';
import type { World } from './world.ts';

const asking: readonly ShownState[] = ['refused', 'unclear', 'conflict'];

/** The person decides about an entry; sooner about one that asks for it than about one that merely waits. */
export async function decide(world: World): Promise<void> {
  const { laptop, chance } = world;
  const answer = await laptop.ask('outbox.get', null);
  if (answer?.ok !== true) return;
  const line = chance.one(
    answer.value.waiting.filter(
      ({ state, decisions }) => decisions.length > 0 && (asking.includes(state) || chance.is(0.1)),
    ),
  );
  const decision = line && chance.one(line.decisions);
  if (!line || !decision) return;
  world.note(`${decision} of entry ${line.seq}, which is ${line.state}`);
  warn(world, line, decision);
  if (decision === 'compare') await resolve(world, line);
  else if (decision !== 'edit') await carryOut(world, line, decision);
  else {
    const pressed = pressOf(world, line.seq);
    // What was asked about may have been done before, with somebody else's change over it.
    if (pressed && line.state === 'conflict') pressed.isResolved = true;
    if (pressed) await edit(world, pressed);
  }
  world.judgeViewsAtTimes();
}

/**
 * The person reads that nobody can tell whether it was done. Not where a record has come in sight again: whoever lets it go then
 * need not have read that, because a look tells.
 */
function warn(world: World, { seq, state, steps }: EntryLine, decision: Decision): void {
  const pressed = pressOf(world, seq);
  const stored = world.database && entriesIn(world.database).find((entry) => entry.seq === seq);
  const isLetGo = state === 'queued' && stored !== undefined && endingsOf(stored).at(-1) === 'let-go';
  // Whoever takes back that it is to go has thought about it by then.
  if (pressed && isLetGo) pressed.isWarned = true;
  if (!pressed || state !== 'unclear') return;
  const next: Expected = actions[pressed.action].steps[steps.done] ?? null;
  const isLookedFor = decision === 'try-again' && (next?.op === 'note' || next?.op === 'file');
  if (isLookedFor && pressed.record !== null && !world.hidden.has(pressed.record))
    world.staysShown.add(pressed.record);
  else pressed.isWarned = true;
}

/** The person brings back what was discarded. */
export async function undo(world: World): Promise<void> {
  const answer = await world.laptop.ask('outbox.get', null);
  if (answer?.ok !== true) return;
  const discarded = world.chance.one(answer.value.discarded);
  if (!discarded) return;
  world.note(`entry ${discarded.entry} is brought back`);
  void world.laptop.ask('outbox.undo', { entry: discarded.entry }).then((told) => {
    if (told?.ok !== true) return;
    for (const seq of told.value.entries) {
      const pressed = pressOf(world, seq);
      if (pressed) pressed.isRestored = true;
    }
  });
  // Whether it was done before the process died can be seen, but what went past it meanwhile is no overtaking.
  for (const { seq } of discarded.entries) {
    const pressed = pressOf(world, seq);
    if (pressed) Object.assign(pressed, { isRestored: true, spokenAt: world.clock.now });
  }
  await world.pass(0);
  world.judgeViewsAtTimes();
}

/** The person lets an entry go again as it is, or discards it. */
export async function carryOut(
  world: World,
  { seq }: Pick<EntryLine, 'seq'>,
  decision: 'try-again' | 'discard',
): Promise<void> {
  const pressed = pressOf(world, seq);
  if (decision === 'try-again' && pressed) pressed.spokenAt = world.clock.now;
  if (decision === 'try-again' && world.chance.is(0.5) && pressed) world.stubborn.delete(pressed.number);
  void world.laptop.ask('outbox.decide', { entries: [seq], decision });
  await world.pass(0);
}

/** Sees both sides of a conflict, and takes one or the other of each field that clashes. */
async function resolve(world: World, { seq }: EntryLine): Promise<void> {
  const { laptop, chance } = world;
  const compared = await laptop.ask('outbox.compare', { entry: seq });
  if (compared?.ok !== true) return;
  for (const { field, theirs } of compared.value.fields)
    if (field === 'description')
      world.unseen.shows(world.user ?? '', compared.value.record.sys_id, theirs.value);
  const clashes = compared.value.fields.filter(({ clash }) => clash);
  const choices = Object.fromEntries(
    clashes.map(({ field }) => [field, chance.is(0.5) ? ('mine' as const) : ('theirs' as const)]),
  );
  const pressed = pressOf(world, seq);
  if (pressed) Object.assign(pressed, { isResolved: true, spokenAt: world.clock.now });
  void laptop.ask('outbox.resolve', { entry: seq, choices });
  await world.pass(0);
}

/**
 * The record of an entry about which a person is asked comes in sight again, for good. They see it, and let the entry go without having read
 * that it may have been done: a look tells.
 */
export async function comeInSight(world: World, seq: number, sysId: string): Promise<void> {
  hide(world, sysId, false);
  const answer = await world.laptop.ask('outbox.entries', { entries: [seq] });
  const line = answer?.ok === true ? answer.value[0] : undefined;
  if (line?.state !== 'unclear') return;
  world.note(`try-again of entry ${seq}, whose record is there`);
  warn(world, line, 'try-again');
  await carryOut(world, line, 'try-again');
}

function pressOf(world: World, seq: number): Press | undefined {
  return world.presses.find((press) => press.seq === seq && press.user === world.user);
}

import { changeAccess } from './access.ts';
import { cachedIn, doubtedIn } from './look.ts';
import { runTwin, setClock, setElsewhere } from './moves.ts';
import { pressOn } from './pressing.ts';
import { leave, lost, tokensEnd } from './script.ts';
import type { World } from './world.ts';

/** What happens in some histories only, so that those are full of it. */
interface Whim {
  /** In so many histories it happens at all, and so often after a move there. */
  inHistories: number;
  afterMoves: number;
  happens: (world: World) => Promise<void> | void;
}

const whims: readonly Whim[] = [
  { inHistories: 0.2, afterMoves: 0.4, happens: changeAccess },
  { inHistories: 0.15, afterMoves: 0.3, happens: setClockInDoubt },
  { inHistories: 0.1, afterMoves: 0.1, happens: comeBetween },
  { inHistories: 0.5, afterMoves: 0.1, happens: takeOver },
];

/** Draws what will happen in a history besides its moves; what comes back is to be called after each of them. */
export function drawWhims({ rare }: World): (world: World) => Promise<void> {
  const drawn = whims.filter(({ inHistories }) => rare.is(inHistories));
  return async (world) => {
    for (const { afterMoves, happens } of drawn) if (world.rare.is(afterMoves)) await happens(world);
  };
}

/** The laptop's clock is set while it is not known what became of something. */
function setClockInDoubt(world: World): void {
  if (world.database && doubtedIn(world.database).length > 0) setClock(world, world.rare);
}

/** A request gets lost, and before it is made again somebody else sets the same field. */
async function comeBetween(world: World): Promise<void> {
  const { network, rare, user, database } = world;
  const task = database && rare.one(cachedIn(database, 'wm_task').slice(0, 4));
  if (task === undefined || user === null || network.fates.length > 0) return;
  network.fates.push(lost);
  await pressOn(world, 'prioritise', task);
  await leave(world);
  network.fates.length = 0;
  // Somebody may have deleted it meanwhile.
  if (world.instance.store.get('wm_task', task) === undefined) return;
  setElsewhere(world, 'wm_task', task, { priority: String(rare.whole(1, 5)) });
}

/** A second process starts while the first one fetches another token for a request. */
async function takeOver(world: World): Promise<void> {
  const { network, rare, user, database, twin } = world;
  const task = database && rare.one(cachedIn(database, 'wm_task'));
  if (!twin || twin.life || task === undefined || user === null || network.fates.length > 0) return;
  network.fates.push(tokensEnd);
  await pressOn(world, 'note', task);
  await world.pass(5000, () => network.fates.length === 0);
  const isSent = network.fates.length === 0;
  network.fates.length = 0;
  await world.pass(rare.whole(20, 250));
  if (isSent && world.laptop.life) await runTwin(world);
}

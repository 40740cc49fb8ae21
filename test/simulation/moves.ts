import { sessionOf, userNamed } from '../../demo/access/session.ts';
import { decide, undo } from './deciding.ts';
import { simulatedDefinition } from './definition.ts';
import { ORIGIN } from './instance.ts';
import { learn, press } from './pressing.ts';
import { type UserName, users } from './template.ts';
import { weathers } from './weather.ts';
import type { World } from './world.ts';

/** Something that a person, the laptop, the network or somebody else does. */
type Move = (world: World) => Promise<void> | void;

/** Everything that can happen, by how often it does. */
export const moves: readonly (readonly [number, Move])[] = [
  [62, press],
  [10, decide],
  [2, undo],
  [
    12,
    (world) => {
      changeWeather(world);
    },
  ],
  [6, editElsewhere],
  [1, removeElsewhere],
  [1, killAtCommit],
  [1, kill],
  [1, restart],
  [3, flipWorkOffline],
  [3, signal],
  [1, changeUser],
  [1, publish],
  [
    1,
    (world) => {
      setClock(world);
    },
  ],
  [2, sync],
  [6, startTwin],
];

/** Starts Outpost when it does not run, and signs in when nobody is signed in, as people do before all else. */
export async function getReady(world: World): Promise<void> {
  const { laptop } = world;
  if (!laptop.life) {
    await laptop.start();
    await whoIsThere(world);
  }
  if (world.user === null || world.signInNeeded)
    await signIn(world, world.user ?? world.chance.one(users) ?? 'dispatcher');
  else await lookAtConnection(world);
}

/** The person looks who is signed in, and how the switch stands. */
async function whoIsThere(world: World): Promise<void> {
  await world.pass(0);
  if (!world.laptop.life) return;
  const answer = await world.laptop.ask('session.get', null);
  if (!answer) return;
  const name = answer.ok ? answer.value.account?.userName : undefined;
  world.user = users.find((user) => user === name) ?? null;
  world.signInNeeded = false;
  await lookAtConnection(world);
  learn(world);
}

/** The switch as it stands, and whether somebody has to sign in again. */
export async function lookAtConnection(world: World): Promise<void> {
  if (!world.laptop.life || world.user === null) return;
  const answer = await world.laptop.ask('connection.get', null);
  if (answer?.ok !== true) return;
  world.worksOffline = answer.value.workOffline;
  world.signInNeeded = answer.value.state === 'sign-in-needed';
}

/** Signs in; the weather may be against it. */
export async function signIn(world: World, userName: UserName): Promise<void> {
  const { laptop } = world;
  world.note(`${userName} signs in`);
  const asked = { instance: ORIGIN, userName, password: userName, clientId: null, clientSecret: null };
  let isAnswered = false;
  void laptop.ask('session.signIn', asked).then((answer) => {
    isAnswered = true;
    if (!answer) return;
    world.note(
      answer.ok ? `${userName} is signed in` : `${userName} is not signed in: ${answer.failure.message}`,
    );
  });
  await world.pass(120_000, () => isAnswered || !laptop.life);
  if (laptop.life) await whoIsThere(world);
}

export async function signOut(world: World): Promise<void> {
  const { laptop } = world;
  world.note('signs out');
  let isAnswered = false;
  void laptop.ask('session.signOut', null).then(() => {
    isAnswered = true;
  });
  await world.pass(120_000, () => isAnswered || !laptop.life);
  if (laptop.life) await whoIsThere(world);
}

async function changeUser(world: World): Promise<void> {
  const other = users.find((user) => user !== world.user) ?? 'dispatcher';
  if (world.chance.is(0.5)) await signOut(world);
  if (world.laptop.life) await signIn(world, other);
}

export function changeWeather(world: World, weather = world.chance.weighed(weathers)): void {
  world.network.weather = weather;
  world.note(`the weather is ${weather}`);
}

function editElsewhere(world: World): void {
  const { chance, instance, clock } = world;
  const { store } = instance;
  const table = chance.one(['wm_task', 'wm_task', 'wm_order']) ?? 'wm_task';
  const row = chance.one([...store.table(table).all()].slice(0, 4));
  if (!row) return;
  const values: Record<string, string> = chance.is(0.5)
    ? { description: `by somebody else at ${clock.now}` }
    : { priority: String(chance.whole(1, 5)) };
  setElsewhere(world, table, row['sys_id'] ?? '', values);
}

/** Somebody else sets fields of a record. */
export function setElsewhere(
  world: World,
  table: string,
  sysId: string,
  values: Record<string, string>,
): void {
  const { instance, clock, unseen, edits } = world;
  const { store, records } = instance;
  world.note(`somebody else sets ${JSON.stringify(values)} of ${table} ${sysId}`);
  const colleague = userNamed(store, 'thea.carmody');
  if (!colleague) return;
  records.update(sessionOf(store, colleague), table, sysId, { values, notes: new Map() });
  edits.push({ sysId, after: instance.ledger.all().at(-1)?.seq ?? 0 });
  if (values['description'] !== undefined) unseen.writes(sysId, values['description'], clock.now);
}

function removeElsewhere(world: World): void {
  const { chance, instance } = world;
  const { store, records } = instance;
  const table = chance.one(['wm_task', 'task_time_worked']) ?? 'wm_task';
  const row = chance.one([...store.table(table).all()]);
  const sysId = row?.['sys_id'] ?? '';
  if (!row) return;
  world.note(`somebody else deletes ${table} ${sysId}`);
  records.remove(records.system, table, sysId);
}

export function killAtCommit(world: World): void {
  const doom = { left: world.chance.whole(1, 12), when: world.chance.is(0.5) ? 'before' : 'after' } as const;
  world.note(`will be killed ${doom.when} commit ${doom.left} from here`);
  world.laptop.life?.killAt(doom);
}

function kill(world: World): void {
  world.laptop.kill();
}

async function restart(world: World): Promise<void> {
  world.note('is closed');
  await world.laptop.close((until) => world.pass(120_000, until));
}

async function flipWorkOffline(world: World): Promise<void> {
  const on = !world.worksOffline;
  world.note(`works ${on ? 'offline' : 'online'}`);
  world.worksOffline = on;
  void world.laptop.ask('connection.workOffline', { on });
  await world.pass(0);
}

/** Somebody starts Outpost once more on the same folder, and ends it again after a while. */
async function startTwin(world: World): Promise<void> {
  const { twin, chance, instance } = world;
  if (!twin || twin.life) return;
  // A request that is on its way then has to fetch another token first, and may find that it has been replaced.
  if (chance.is(0.5)) instance.tokens.revokeAll('access');
  await runTwin(world);
}

export async function runTwin({ twin, chance, clock }: World): Promise<void> {
  await twin?.start();
  clock.after(chance.whole(1000, 60_000), null, () => {
    twin?.kill();
  });
}

function signal(world: World): void {
  const said = world.chance.one(['network-up', 'network-down', 'resume'] as const) ?? 'resume';
  world.note(said);
  world.laptop.signal(said);
}

function publish(world: World): void {
  world.instance.definition = simulatedDefinition(world.chance.is(0.5));
  world.note('another definition is published');
}

export function setClock(world: World, chance = world.chance): void {
  world.laptop.ahead = chance.whole(-3600, 3600) * 1000;
  world.note(`the laptop's clock is ${world.laptop.ahead / 1000} s ahead`);
}

async function sync(world: World): Promise<void> {
  await world.laptop.ask('connection.sync', null);
}

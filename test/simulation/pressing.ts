import type { FileReference } from '../../preload/contract/files.ts';
import type { Inputs, Triggered } from '../../preload/contract/forms.ts';
import type { EntryState } from '../../preload/contract/outbox.ts';
import { settled } from './clock.ts';
import { cachedIn, rowsIn } from './look.ts';
import { type ActionId, actions, type Press, pressIn, textOf } from './press.ts';
import type { World } from './world.ts';
import { type UserName, users } from './template.ts';
import { Violation } from './violation.ts';

const ids = Object.keys(actions) as ActionId[];
/** So often it is the newest record, which may well be one that waits to be created. */
const NEWEST = 0.1;
const weighed = ids.map((id) => [actions[id].weight, id] as const);

/** The person presses a button on some record; most presses are on few records, so that they meet. */
export async function press(world: World): Promise<void> {
  const { chance, database, user } = world;
  if (!database || user === null) return;
  const action = chance.weighed(weighed);
  const table = actions[action].on;
  const records = table === null ? [] : cachedIn(database, table);
  const record =
    (chance.is(NEWEST) ? records.at(-1) : records[Math.floor(chance.random() ** 2 * records.length)]) ?? null;
  if (table !== null && record === null) return;
  const made = newPress(world, user, action, record);
  if (chance.is(0.06)) world.stubborn.set(made.number, chance.is(0.7) ? 'refused' : 'failed');
  const draft = chance.is(0.08) ? await save(world, made) : null;
  await trigger(world, made, null, draft);
}

/** The person presses this button on that record; answers the press. */
export async function pressOn(
  world: World,
  action: ActionId,
  record: string | null,
  stubborn?: 'refused' | 'failed',
): Promise<Press> {
  const made = newPress(world, world.user ?? users[0], action, record);
  if (stubborn) world.stubborn.set(made.number, stubborn);
  await trigger(world, made, null, null);
  return made;
}

function newPress({ presses, clock }: World, user: UserName, action: ActionId, record: string | null): Press {
  const made: Press = {
    number: presses.length + 1,
    user,
    action,
    record,
    revision: 0,
    mends: [],
    seq: null,
    spokenAt: clock.now,
    isTold: false,
    isTurnedDown: false,
    isDoubtful: false,
    isRestored: false,
    isResolved: false,
    isWarned: false,
  };
  presses.push(made);
  return made;
}

/** The person mends a refused entry: the same press with another text. */
export async function edit(world: World, mended: Press): Promise<void> {
  mended.revision += 1;
  mended.mends.push(world.instance.ledger.all().at(-1)?.seq ?? 0);
  mended.spokenAt = world.clock.now;
  mended.isDoubtful = true;
  await trigger(world, mended, mended.seq, null);
}

async function trigger(
  world: World,
  pressed: Press,
  revises: number | null,
  draft: string | null,
): Promise<void> {
  const { laptop, chance } = world;
  const { action, record, number } = pressed;
  const inputs: Inputs = { text: textOf(pressed, pressed.revision) };
  if (action === 'prioritise') inputs['priority'] = String(chance.whole(1, 5));
  if (action === 'attach' || action === 'finish') {
    const file = await add(world, `${inputs['text'] ?? ''}.txt`);
    if (file === null) return;
    inputs['files'] = JSON.stringify([file]);
  }
  if (!laptop.life) return;
  if (record !== null) shown(world, number, record, revises !== null);
  world.note(
    `press ${number}${revises === null ? '' : ` again, for entry ${revises}`}: ${action} ${record ?? ''}`,
  );
  const { database } = world;
  void laptop.ask('action.trigger', { action, record, inputs, revises, draft }).then((answer) => {
    if (!answer) return;
    if (answer.ok) {
      pressed.isTold = true;
      pressed.isDoubtful = false;
      pressed.seq = answer.value.entry;
      judgeTold(world, database, pressed, answer.value.outcome);
      world.note(`press ${number} is told: ${answer.value.outcome}, entry ${answer.value.entry}`);
    } else {
      world.note(`press ${number} is told: ${answer.failure.kind}, ${answer.failure.message}`);
      if (revises === null) pressed.isTurnedDown = true;
    }
  });
  await world.pass(0);
  learn(world);
  world.judgeViewsAtTimes();
}

/** The person has the record, and the order that a task is of, before them: as it is shown, and for mending as the instance has it. */
function shown({ database, unseen, user }: World, press: number, record: string, mends: boolean): void {
  if (!database || user === null) return;
  const texts = rowsIn<{ sys_id: string; text: string }>(
    database,
    `WITH shown (sys_id) AS (VALUES (?) UNION SELECT parent FROM cache_wm_task WHERE sys_id = ?)
     SELECT sys_id, description AS text FROM shown JOIN cache_wm_task USING (sys_id)
     UNION ALL SELECT sys_id, description FROM shown JOIN cache_wm_order USING (sys_id)
     UNION ALL SELECT sys_id, base ->> '$.description' FROM shown JOIN cached_base USING (sys_id) WHERE ?`,
    record,
    record,
    mends ? 1 : 0,
  );
  for (const { sys_id, text } of texts) unseen.shows(user, sys_id, text);
  const [hidden] = rowsIn<{ order: string }>(
    database,
    `SELECT parent AS 'order' FROM cache_wm_task
     WHERE sys_id = ? AND parent NOT IN (SELECT sys_id FROM cache_wm_order)`,
    record,
  );
  if (hidden) unseen.showsNot(press, hidden.order);
}

/** What a person is told of is on the disk by then, and stands there as they are told. */
function judgeTold(
  world: World,
  database: World['database'],
  { number, seq }: Press,
  outcome: Triggered['outcome'],
): void {
  // The person has signed out, or Outpost was closed, while they waited.
  if (!database?.open) return;
  const [there] = rowsIn<{ state: EntryState }>(
    database,
    `SELECT state FROM outbox_entry WHERE seq = ? UNION SELECT 'discarded' FROM outbox_discarded WHERE seq = ?`,
    seq,
    seq,
  );
  const told = `press ${number} is told that entry ${String(seq)} is ${outcome}`;
  if (!there) world.fail(new Violation('told', `${told}, but it is not there`));
  else if (outcome !== 'saved' && !OUTCOMES[outcome].includes(there.state))
    world.fail(new Violation('told', `${told}, but it is ${there.state}`));
}

const OUTCOMES: Record<Exclude<Triggered['outcome'], 'saved'>, readonly EntryState[]> = {
  sent: ['sent'],
  refused: ['refused', 'old'],
  conflict: ['conflict'],
  unclear: ['unclear'],
};

/** Finds out about presses and edits whose answer has not come: their text is in the inputs of the entry. */
export function learn(world: World): void {
  const { database, presses, user } = world;
  if (!database || user === null) return;
  const own = presses.filter((press) => press.user === user);
  const unknown = own.filter(
    ({ seq, isTurnedDown, isDoubtful }) => isDoubtful || (seq === null && !isTurnedDown),
  );
  if (unknown.length === 0) return;
  const stored = rowsIn<{ seq: number; inputs: string }>(database, 'SELECT seq, inputs FROM outbox_entry');
  const entries = stored.map(({ seq, inputs }) => ({ seq, text: pressIn(inputs) }));
  for (const press of unknown) {
    const entry = entries.find(({ seq, text }) =>
      press.seq === null ? text?.number === press.number : seq === press.seq,
    );
    if (!entry) continue;
    press.seq = entry.seq;
    press.revision = entry.text?.revision ?? press.revision;
    press.isDoubtful = false;
  }
}

/** Keeps the form as a draft first; answers its id, null when the process ended before. */
async function save(world: World, { action, record, number }: Press): Promise<string | null> {
  const inputs = { text: `draft of ${number}` };
  const many = { many: [], group: false, asked: false };
  const answer = await atOnce(
    world.laptop.ask('draft.save', { id: null, action, record, inputs, revises: null, ...many }),
  );
  if (answer?.ok === false) world.note(`the draft is not saved: ${answer.failure.message}`);
  if (answer?.ok !== true || answer.value.saved !== 'draft' || !world.database) return null;
  const { id } = answer.value;
  const there = rowsIn(world.database, 'SELECT 1 FROM draft WHERE id = ?', id);
  if (there.length === 0) throw new Violation('told', `draft ${id} was saved and is not there`);
  return id;
}

async function add(world: World, name: string): Promise<FileReference | null> {
  const last = { name, type: 'text/plain', takenAt: new Date(world.clock.now).toISOString() };
  const data = Buffer.from(name).toString('base64');
  const answer = await atOnce(world.laptop.ask('file.add', { transfer: name, data, last }));
  return answer?.ok === true ? answer.value : null;
}

/** Waits for what takes no time: neither the network nor a timer is needed for it, a real disk may be. */
async function atOnce<T>(asked: Promise<T>): Promise<T> {
  const kept: { answers: T[] } = { answers: [] };
  void asked.then((answer) => kept.answers.push(answer));
  for (;;) {
    const [answer] = kept.answers;
    if (answer !== undefined) return answer;
    await settled();
  }
}

import { expect } from 'vitest';
import type { Database } from '../../main/database/database.ts';
import { build } from '../../main/database/query.ts';
import { discard, tryAgain } from '../../main/outbox/decide.ts';
import { type Doubt, doubtOf, triesOf } from '../../main/outbox/doubt.ts';
import { readEntry } from '../../main/outbox/entries.ts';
import { requestKey } from '../../main/outbox/entry.ts';
import type { EntryEvent } from '../../main/outbox/state.ts';
import { entriesTouching } from '../../main/outbox/waiting.ts';
import { addPending } from '../../main/records/pending.ts';
import { readRow } from '../../main/records/row.ts';
import { keepBase, recomputeView } from '../../main/records/view.ts';
import { dropChanges } from '../../main/delivery/settle.ts';
import { type Turn, turnOf } from '../../main/delivery/plan.ts';
import { sysId } from '../support/catalog.ts';
import { addBareEntry, decisionAt, entryOf, move, REFUSAL, share, SILENCE } from '../support/entry.ts';
import { take, test } from '../support/laptop.ts';

const one = { table: 'wm_task', sys_id: sysId(1) };
const two = { table: 'wm_task', sys_id: sysId(2) };
const at = '2026-01-05T10:00:00.000Z';

const nothing = () => undefined;

/** What becomes of an entry in the queue whose turn it is. */
function turn(database: Database, seq: number): Turn {
  const entry = entryOf(database, seq);
  return turnOf({ state: entry.state, doubt: doubtOf(entry), isOld: false, place: 'first' });
}

test('tried again, an entry goes as it is, under the same key, and no failure counts against it any more', ({
  database,
}) => {
  const seq = addBareEntry(database, { touches: [one], inputs: { note: 'a' } });
  const refused = move(database, { seq }, ['send', 'refuse'], {
    failure: REFUSAL,
    isCharged: true,
    nextAttemptAt: 5,
  });
  expect(database.transaction((write) => tryAgain(write, [seq], decisionAt))).toMatchObject({
    entries: [{ seq }],
    tables: ['wm_task'],
  });
  const after = entryOf(database, seq);
  expect(after).toEqual({
    ...refused,
    state: 'queued',
    question: null,
    nextAttemptAt: null,
    decided: { at: decisionAt, attempts: 1 },
    attempts: refused.attempts.map((attempt) => ({ ...attempt, isCharged: false })),
  });
  expect([triesOf(refused), triesOf(after), turn(database, seq)]).toEqual([1, 0, 'send']);
  expect(requestKey(after, 0)).toBe(`${'a'.repeat(32)}-0-0`);
});

test.for<[what: string, events: EntryEvent[], isShared: boolean, doubt: Doubt, turn: Turn]>([
  ['what was refused', ['send', 'refuse'], false, 'none', 'send'],
  ['what was refused and another laptop has too', ['send', 'refuse'], true, 'elsewhere', 'look'],
  ['what may have been done', ['send', 'no-answer', 'unclear'], false, 'let-go', 'look'],
  // A person has looked where the instance cannot be asked.
  [
    'what may have been done and another laptop has too',
    ['send', 'no-answer', 'unclear'],
    true,
    'let-go',
    'look',
  ],
  ['what another laptop may have done', ['look-first', 'unclear'], true, 'let-go', 'look'],
  ['what was old', ['ask-first'], false, 'none', 'send'],
  ['what was old and another laptop has too', ['ask-first'], true, 'elsewhere', 'look'],
  ['what was in conflict', ['conflict'], false, 'none', 'send'],
])(
  'tried again, it is looked for where that can tell: %s',
  ([, events, isShared, doubt, expected], { database }) => {
    const seq = addBareEntry(database);
    if (isShared) share(database, { seq });
    const failure = events.includes('refuse') ? REFUSAL : SILENCE;
    move(database, { seq }, events, { failure });
    database.transaction((write) => tryAgain(write, [seq], decisionAt));
    expect([doubtOf(entryOf(database, seq)), turn(database, seq)]).toEqual([doubt, expected]);
  },
);

test('what a person let go is in doubt however often they do, until a look has found nothing', ({
  database,
}) => {
  const seq = addBareEntry(database);
  move(database, { seq }, ['send', 'no-answer', 'unclear', 'let-go', 'look-first', 'unclear'], {
    failure: SILENCE,
  });
  database.transaction((write) => tryAgain(write, [seq], decisionAt));
  expect(turn(database, seq)).toBe('look');
  move(database, { seq }, ['look-first', 'not-there']);
  expect(turn(database, seq)).toBe('send');
});

test('an entry that is half done goes on where it was', ({ database }) => {
  const seq = addBareEntry(database);
  move(database, { seq }, ['send', 'step-done', 'refuse']);
  database.transaction((write) => tryAgain(write, [seq], decisionAt));
  expect(readEntry(database, seq)).toMatchObject({ state: 'queued', step: 1 });
});

test.for<[what: string, events: EntryEvent[]]>([
  ['queued', []],
  ['sending', ['send']],
  ['unknown', ['send', 'no-answer']],
  ['sent', ['send', 'acknowledge']],
])('an entry that is %s cannot be tried again', ([state, events], { database }) => {
  const seq = addBareEntry(database);
  move(database, { seq }, events);
  expect(() => database.transaction((write) => tryAgain(write, [seq], decisionAt))).toThrow(
    `Entry ${seq} is ${state} and cannot be changed now`,
  );
});

test.for<[what: string, events: EntryEvent[]]>([
  ['sending', ['send']],
  ['unknown', ['send', 'no-answer']],
  ['queued', ['send', 'later']],
  ['sent', ['send', 'acknowledge']],
])(
  'an entry that may have reached the instance and is %s cannot be discarded',
  ([state, events], { database }) => {
    const seq = addBareEntry(database);
    move(database, { seq }, events);
    expect(() => database.transaction((write) => discard(write, [seq], new Date(at), nothing))).toThrow(
      `Entry ${seq} is ${state} and cannot be changed now`,
    );
    expect(readEntry(database, seq)).toMatchObject({ state });
  },
);

test('an entry that is not there any more is said to be gone', ({ database }) => {
  expect(() => database.transaction((write) => discard(write, [7], new Date(at), nothing))).toThrow(
    'Entry 7 is not in the Outbox any more',
  );
});

test('a discarded entry is kept whole, its attempts too, and holds nobody', ({ database }) => {
  const inputs = { note: 'Crème 🔑 "quoted"' };
  const steps = [{ do: 'delete' as const, ...one, seen: {}, modCount: null }];
  const seq = addBareEntry(database, { touches: [one, two], inputs, steps });
  move(database, { seq }, ['send', 'refuse']);
  const [row] = database.select(build.selectFrom('outbox_entry').selectAll());
  expect(database.transaction((write) => discard(write, [seq], new Date(at), nothing))).toMatchObject({
    entries: [{ seq }],
    tables: ['wm_task'],
  });
  expect(readEntry(database, seq)).toBeUndefined();
  expect(entriesTouching(database, one.sys_id)).toEqual([]);
  expect(entriesTouching(database, two.sys_id)).toEqual([]);
  const [kept] = database.select(build.selectFrom('outbox_discarded').selectAll());
  expect(kept).toMatchObject({ seq, discarded_at: at });
  expect(JSON.parse(kept?.entry ?? '')).toEqual(row);
  expect(JSON.parse(kept?.attempts ?? '')).toMatchObject([
    { number: 1, step: 0, ended: 'refused', charged: 0 },
  ]);
  expect(database.select(build.selectFrom('outbox_attempt').selectAll())).toEqual([]);
  expect(addBareEntry(database)).toBe(seq + 1);
});

test('an entry that cannot be read can be discarded, and every record it changed is put back', ({
  database,
  catalog,
  tasks,
}) => {
  const rows = [one, two].map(({ sys_id }) => ({ sys_id, number: sys_id, state: '16' }));
  take(database, tasks, rows);
  const before = rows.map(({ sys_id }) => readRow(database, tasks, sys_id));
  const seq = addBareEntry(database, { record: one, touches: [one, two] });
  database.transaction((write) => {
    for (const { sys_id } of [one, two]) {
      keepBase(write, tasks, sys_id);
      addPending(write, seq, {
        table: 'wm_task',
        sys_id,
        step: 0,
        operation: 'update',
        fields: { state: '17' },
      });
      recomputeView(write, tasks, sys_id);
    }
    write.execute(build.updateTable('outbox_entry').set({ format: 2 }));
  });
  database.transaction((write) =>
    discard(write, [seq], new Date(at), (entry) => {
      dropChanges(write, { catalog: () => catalog }, entry);
    }),
  );
  expect(rows.map(({ sys_id }) => readRow(database, tasks, sys_id))).toEqual(before);
  expect(database.select(build.selectFrom('outbox_discarded').selectAll())).toHaveLength(1);
});

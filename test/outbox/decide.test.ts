import { expect } from 'vitest';
import type { EntryFailure } from '../../preload/contract/failure.ts';
import type { Database } from '../../main/database/database.ts';
import { build } from '../../main/database/query.ts';
import { discard, tryAgain } from '../../main/outbox/decide.ts';
import { moveEntry, readEntry, setShared } from '../../main/outbox/entries.ts';
import { requestKey } from '../../main/outbox/entry.ts';
import type { EntryEvent } from '../../main/outbox/state.ts';
import { entriesTouching } from '../../main/outbox/waiting.ts';
import { addPending } from '../../main/records/pending.ts';
import { readRow } from '../../main/records/row.ts';
import { keepBase, recomputeView } from '../../main/records/view.ts';
import { dropChanges } from '../../main/delivery/settle.ts';
import { isLetGo, looksFirst } from '../../main/delivery/unknown.ts';
import { sysId } from '../support/catalog.ts';
import { addBareEntry, decisionAt, entryOf } from '../support/entry.ts';
import { take, test } from '../support/laptop.ts';

const one = { table: 'wm_task', sys_id: sysId(1) };
const two = { table: 'wm_task', sys_id: sysId(2) };
const at = '2026-01-05T10:00:00.000Z';

function move(database: Database, seq: number, ...events: EntryEvent[]): void {
  for (const event of events) {
    database.transaction((write) => {
      const entry = readEntry(write, seq);
      if (entry) moveEntry(write, entry, event, { attempts: 1, failure: null, nextAttemptAt: 5 });
    });
  }
}

const nothing = () => undefined;

test('tried again, an entry goes as it is, under the same key', ({ database }) => {
  const seq = addBareEntry(database, { touches: [one], inputs: { note: 'a' } });
  const before = readEntry(database, seq);
  move(database, seq, 'send', 'refuse');
  expect(database.transaction((write) => tryAgain(write, [seq], decisionAt))).toMatchObject({
    entries: [{ seq }],
    tables: ['wm_task'],
  });
  const after = readEntry(database, seq);
  expect(after).toEqual({ ...before, reviewedAt: new Date(decisionAt.at).toISOString() });
  expect(after && requestKey(after, 0)).toBe(`${'a'.repeat(32)}-0-0`);
});

const NOBODY_KNOWS = { kind: 'no-answer', message: 'Nobody knows' } as const;
const NO = { kind: 'refused', status: 403, message: 'No', detail: null } as const;

test.for<[what: string, shared: boolean, failure: EntryFailure, letGo: boolean, looks: boolean]>([
  ['what was refused', false, NO, false, false],
  ['what was refused and another laptop has too', true, NO, false, true],
  ['what may have been done', false, NOBODY_KNOWS, true, true],
  ['what may have been done and another laptop has too', true, NOBODY_KNOWS, true, true],
])(
  'tried again, it is looked for where that can tell: %s',
  ([, shared, failure, letGo, looks], { database }) => {
    const seq = addBareEntry(database);
    database.transaction((write) => {
      const sent = moveEntry(write, entryOf(database, seq), 'send');
      moveEntry(write, sent, 'refuse', { failure });
      if (shared) setShared(write, seq, true);
      tryAgain(write, [seq], decisionAt);
    });
    const after = entryOf(database, seq);
    expect([isLetGo(after), looksFirst(after)]).toEqual([letGo, looks]);
  },
);

test('an entry that is half done goes on where it was', ({ database }) => {
  const seq = addBareEntry(database);
  database.transaction((write) => {
    const entry = readEntry(write, seq);
    if (entry)
      moveEntry(write, moveEntry(write, moveEntry(write, entry, 'send'), 'step-done', { step: 1 }), 'refuse');
  });
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
  move(database, seq, ...events);
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
    move(database, seq, ...events);
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

test('a discarded entry is kept aside whole, and holds nobody', ({ database }) => {
  const inputs = { note: 'Crème 🔑 "quoted"' };
  const steps = [{ do: 'delete' as const, ...one, seen: {}, modCount: null }];
  const seq = addBareEntry(database, { touches: [one, two], inputs, steps });
  move(database, seq, 'send', 'refuse');
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

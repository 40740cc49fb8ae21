import { expect } from 'vitest';
import type { Database } from '../../main/database/database.ts';
import { build } from '../../main/database/query.ts';
import { neededFiles } from '../../main/files/uses.ts';
import { KEPT_MS, purgeDiscarded } from '../../main/outbox/discarded.ts';
import { undoDiscard } from '../../main/outbox/undo.ts';
import { discard } from '../../main/outbox/decide.ts';
import { readEntry } from '../../main/outbox/entries.ts';
import { discardedFound } from '../../main/outbox/history.ts';
import { stamp } from '../../main/outbox/stamp.ts';
import { entriesTouching, waitingEntries } from '../../main/outbox/waiting.ts';
import { sysId } from '../support/catalog.ts';
import { addBareEntry, entryOf, failOften, move } from '../support/entry.ts';
import { test } from '../support/disk.ts';

const at = new Date('2026-01-05T10:00:00.000Z');
const order = { table: 'wm_order', sys_id: sysId(1) };
const task = { table: 'wm_task', sys_id: sysId(2) };
const other = { table: 'wm_task', sys_id: sysId(3) };
const hash = 'a'.repeat(64);
const nothing = () => undefined;
const cellOf = (_table: string, _field: string, value: string) => ({ value, display: `«${value}»` });

const away = (database: Database, ...seqs: number[]) =>
  database.transaction((write) => discard(write, seqs, at, nothing).entries.map(({ seq }) => seq));
const back = (database: Database, seq: number, now = at.getTime()) =>
  database.transaction((write) => undoDiscard(write, seq, stamp(now, null), cellOf).map((one) => one.seq));
const all = (database: Database) =>
  database.select(build.selectFrom('outbox_entry').selectAll().orderBy('seq'));

/** #1 makes an order, #2 a task that refers to it, #3 and #4 are about that task and another one. */
function chain(database: Database): void {
  const create = { do: 'create' as const, fields: {} };
  const key = (digit: string) => digit.repeat(32);
  addBareEntry(database, {
    key: key('1'),
    record: order,
    touches: [order],
    steps: [{ ...create, ...order }],
  });
  addBareEntry(database, {
    key: key('2'),
    record: task,
    touches: [task, { ...order, needs: true }],
    steps: [{ ...create, ...task, fields: { parent: order.sys_id } }],
  });
  const inputs = { note: 'Ünïcode 🔑' };
  addBareEntry(database, { key: key('3'), record: task, touches: [task], inputs });
  addBareEntry(database, { key: key('4'), record: other, touches: [other], inputs });
}

test('what is about a record, or refers to one, goes and comes back with what makes it', ({ database }) => {
  chain(database);
  const before = all(database);
  expect(away(database, 1)).toEqual([1, 2, 3]);
  expect(waitingEntries(database, 0, 10).map(({ seq }) => seq)).toEqual([4]);
  expect(back(database, 3)).toEqual([1, 2, 3]);
  // How long it waits counts from now on.
  const decided = JSON.stringify({ at: stamp(at.getTime(), null), attempts: 0 });
  const after = (row: (typeof before)[number]) => (row.seq === 4 ? row : { ...row, decided });
  expect(all(database)).toEqual(before.map(after));
  expect(entriesTouching(database, task.sys_id).map(({ seq }) => seq)).toEqual([2, 3]);
  expect(() => back(database, 1)).toThrow('Entry 1 is not kept any more; it cannot come back');
});

test('an entry comes back with the attempts at it, and with what a person is asked about it', ({
  database,
}) => {
  const { seq } = failOften(database, { seq: addBareEntry(database, { touches: [task] }) }, 2);
  const before = move(database, { seq }, ['send', 'refuse']);
  expect(before.attempts).toHaveLength(3);
  away(database, seq);
  back(database, seq);
  expect(entryOf(database, seq)).toEqual({
    ...before,
    decided: { at: stamp(at.getTime(), null), attempts: 0 },
  });
});

test('how many of its attempts no longer count is as it was', ({ database }) => {
  const seq = addBareEntry(database);
  const before = move(database, { seq }, ['send', 'refuse', 'try-again']);
  away(database, seq);
  back(database, seq);
  expect(entryOf(database, seq).decided).toEqual({ at: stamp(at.getTime(), null), attempts: 1 });
  expect(entryOf(database, seq).attempts).toEqual(before.attempts);
});

test('later entries see the record without what was discarded, and with it again when it is back', ({
  database,
}) => {
  const step = (seen: string, value: string) => {
    const cells = { state: { value: seen, display: `«${seen}»` } };
    const made = { seen: cells, modCount: null, policies: {} };
    return { do: 'update' as const, ...task, fields: { state: value }, ...made };
  };
  for (const [seen, value] of [
    ['16', '17'],
    ['17', '18'],
    ['18', '3'],
  ] as const)
    addBareEntry(database, { key: seen.repeat(16), touches: [task], steps: [step(seen, value)] });
  const seen = (seq: number) => {
    const [first] = readEntry(database, seq)?.steps ?? [];
    return first?.do === 'update' ? first.seen['state'] : undefined;
  };
  away(database, 1, 2);
  expect(seen(3)?.value).toBe('16');
  back(database, 1);
  expect([2, 3].map(seen)).toEqual([
    { value: '17', display: '«17»' },
    { value: '18', display: '«18»' },
  ]);
});

test('nothing is discarded when an entry that would go along may have reached the instance', ({
  database,
}) => {
  chain(database);
  move(database, { seq: 3 }, ['send', 'no-answer']);
  const before = all(database);
  expect(() => away(database, 1)).toThrow(
    'Entry 3 is unknown and may have reached the instance; it has to be settled first',
  );
  expect(all(database)).toEqual(before);
});

test('a record that the instance has made already keeps what is about it', ({ database }) => {
  chain(database);
  move(database, { seq: 1 }, ['send', 'step-done', 'refuse']);
  expect(away(database, 1)).toEqual([1]);
});

test('of several, those that have moved on are left alone', ({ database }) => {
  chain(database);
  move(database, { seq: 4 }, ['send']);
  expect(away(database, 3, 4)).toEqual([3]);
  expect(readEntry(database, 4)).toMatchObject({ state: 'sending' });
  expect(() => away(database, 4)).toThrow('Entry 4 is sending and cannot be changed now');
});

test('an entry that is in the Outbox again by another way does not come back a second time', ({
  database,
}) => {
  const seq = addBareEntry(database, { key: 'b'.repeat(32) });
  away(database, seq);
  addBareEntry(database, { key: 'b'.repeat(32) });
  expect(() => back(database, seq)).toThrow(`Entry ${seq} is in the Outbox already`);
  expect(discardedFound(database, { search: '', limit: 5 }, 5, at.getTime())).toHaveLength(1);
});

test('for 30 days a discarded entry can come back and its files are needed, then no more', ({ database }) => {
  const seq = addBareEntry(database);
  database.transaction((write) => {
    write.execute(build.insertInto('stored_file').values({ hash, size: 1, added_at: '' }));
    write.execute(build.insertInto('file_use').values({ hash, owner: `entry:${seq}` }));
  });
  away(database, seq);
  const last = at.getTime() + KEPT_MS;
  expect(database.transaction((write) => purgeDiscarded(write, last))).toBe(0);
  expect(neededFiles(database)).toEqual(new Set([hash]));
  expect(() => back(database, seq, last + 1)).toThrow('cannot come back');
  expect(discardedFound(database, { search: '', limit: 5 }, 5, last + 1)).toEqual([]);
  expect(database.transaction((write) => purgeDiscarded(write, last + 1))).toBe(1);
  expect(neededFiles(database)).toEqual(new Set());
});

test('on the last of the 30 days a discarded entry still comes back', ({ database }) => {
  const seq = addBareEntry(database);
  away(database, seq);
  expect(back(database, seq, at.getTime() + KEPT_MS)).toEqual([seq]);
});

test('whoever discards lets go what was discarded more than 30 days before', ({ database }) => {
  const [old, young] = [addBareEntry(database), addBareEntry(database)];
  away(database, old);
  const later = new Date(at.getTime() + KEPT_MS + 1);
  database.transaction((write) => discard(write, [young], later, nothing));
  const kept = database.select(build.selectFrom('outbox_discarded').select('seq'));
  expect(kept).toEqual([{ seq: young }]);
});

test('discarded entries are found by their words, the last decision first', ({ database }) => {
  for (const [label, title] of [
    ['Accept', 'WOT0010001'],
    ['Close complete', 'WOT0010002'],
    ['Accept', 'WOT0010003'],
  ])
    addBareEntry(database, { label: label ?? '', title: title ?? '' });
  away(database, 1);
  database.transaction((write) => discard(write, [2, 3], new Date(at.getTime() + 1), nothing));
  const found = (search: string) =>
    discardedFound(database, { search, limit: 5 }, 1, at.getTime()).map(({ count, entries }) => [
      count,
      ...entries.map(({ seq }) => seq),
    ]);
  expect(found('')).toEqual([
    [2, 2],
    [1, 1],
  ]);
  expect(found('accept 0010003')).toEqual([[2, 2]]);
  expect(found('10001')).toEqual([[1, 1]]);
  expect(found('100%')).toEqual([]);
});

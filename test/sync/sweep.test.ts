import { expect } from 'vitest';
import type { Database } from '../../main/database/database.ts';
import type { CacheTable } from '../../main/records/cacheTable.ts';
import { countKnown, knownSysIds } from '../../main/records/known.ts';
import { addPending, type PendingChange } from '../../main/records/pending.ts';
import { allSysIds } from '../../main/records/row.ts';
import { keepBase, recomputeView } from '../../main/records/view.ts';
import { sweep } from '../../main/sync/sweep.ts';
import { sysId } from '../support/catalog.ts';
import { addBareEntry } from '../support/entry.ts';
import { take } from '../support/laptop.ts';
import { lists, type Scripted, test } from '../support/scripted.ts';

/** Something that waits here changes a record so. */
function waits(database: Database, tasks: CacheTable, record: number, operation: 'insert' | 'delete'): void {
  const entry = addBareEntry(database);
  const change = { table: 'wm_task', sys_id: sysId(record), step: 0, operation, fields: {} } as PendingChange;
  database.transaction((write) => {
    keepBase(write, tasks, sysId(record));
    addPending(write, entry, change);
    recomputeView(write, tasks, sysId(record));
  });
}

/** The instance has these records; it shows those asked for by their sys_ids, all of them otherwise. */
function has({ answer }: Scripted, ...records: number[]): void {
  answer(({ query }) => {
    const [, asked] = /sys_idIN([0-9a-f,]+)/.exec(query.get('sysparm_query') ?? '') ?? [];
    const shown = records.map(sysId).filter((one) => asked?.split(',').includes(one) ?? true);
    const page = lists(...shown.map((one) => ({ sys_id: one, number: `WOT ${one.slice(-2)}` })));
    return { ...page, headers: { 'x-total-count': String(records.length) } };
  });
}

const shown = (database: Database, tasks: CacheTable) => allSysIds(database, tasks).sort();
const numbers = (...records: number[]) => records.map(sysId).sort();

test('when the instance has as many records as are known, nothing is compared', async ({
  database,
  scripted,
  tasks,
}) => {
  take(database, tasks, [{ sys_id: sysId(1) }, { sys_id: sysId(2) }]);
  has(scripted, 1, 2);
  expect(await sweep(scripted.link, tasks)).toBe(0);
  expect(scripted.asked).toHaveLength(1);
});

test('a record that is gone is found although what waits here makes up for it in number', async ({
  database,
  scripted,
  tasks,
}) => {
  take(database, tasks, [{ sys_id: sysId(1) }, { sys_id: sysId(2) }, { sys_id: sysId(3) }]);
  waits(database, tasks, 3, 'delete');
  expect([countKnown(database, tasks), [...knownSysIds(database, tasks)].sort()]).toEqual([
    3,
    numbers(1, 2, 3),
  ]);
  has(scripted, 1, 3);
  expect(await sweep(scripted.link, tasks)).toBe(1);
  expect(shown(database, tasks)).toEqual(numbers(1));
});

test('what is only made here is not known to the instance, and stays', async ({
  database,
  scripted,
  tasks,
}) => {
  take(database, tasks, [{ sys_id: sysId(1) }]);
  waits(database, tasks, 2, 'insert');
  expect([countKnown(database, tasks), [...knownSysIds(database, tasks)]]).toEqual([1, numbers(1)]);
  has(scripted);
  expect(await sweep(scripted.link, tasks)).toBe(1);
  expect(shown(database, tasks)).toEqual(numbers(2));
});

test('records that came in without being changed are fetched, and no others', async ({
  database,
  scripted,
  tasks,
}) => {
  take(database, tasks, [{ sys_id: sysId(1) }]);
  has(scripted, 1, 2, 3);
  expect(await sweep(scripted.link, tasks)).toBe(2);
  expect(shown(database, tasks)).toEqual(numbers(1, 2, 3));
  expect(scripted.asked.at(-1)?.query.get('sysparm_query')).toMatch(
    new RegExp(`^sys_idIN(${sysId(2)},${sysId(3)}|${sysId(3)},${sysId(2)})$`),
  );
  scripted.asked.length = 0;
  expect(await sweep(scripted.link, tasks)).toBe(0);
  expect(scripted.asked).toHaveLength(1);
});

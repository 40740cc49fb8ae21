import { expect } from 'vitest';
import type { Database } from '../../main/database/database.ts';
import type { CacheTable } from '../../main/records/cache-table.ts';
import { compareAllAnew, comparisonOf, noteCompared } from '../../main/records/datasets.ts';
import { countKnown, knownVersions } from '../../main/records/versions.ts';
import { addPending, forgetPending, type PendingChange } from '../../main/records/pending.ts';
import { readRow } from '../../main/records/row.ts';
import { keepBase, recomputeView } from '../../main/records/view.ts';
import { sweep } from '../../main/pull/compare.ts';
import { sysId } from '../support/catalog.ts';
import { addBareEntry } from '../support/entry.ts';
import { shownIn, take } from '../support/laptop.ts';
import { lists, type Scripted, test } from '../support/scripted.ts';

/** Something that waits here changes a record so. */
function waits(
  database: Database,
  tasks: CacheTable,
  record: number,
  operation: 'insert' | 'delete',
): number {
  const entry = addBareEntry(database);
  const change = { table: 'wm_task', sys_id: sysId(record), step: 0, operation, fields: {} } as PendingChange;
  database.transaction((write) => {
    keepBase(write, tasks, sysId(record));
    addPending(write, entry, change);
    recomputeView(write, tasks, sysId(record));
  });
  return entry;
}

/** The instance has these records; it shows those asked for by their sys_ids, all of them otherwise. */
function has(scripted: Scripted, ...records: number[]): void {
  tellsOf(
    scripted,
    String(records.length),
    records.map((record) => [record, '1']),
  );
}

/** It counts so many records, and shows these by their `sys_mod_count`s. */
function tellsOf(
  { answer }: Scripted,
  count: string | null,
  records: [record: number, version: string][],
): void {
  answer(({ query }) => {
    const [, asked] = /sys_idIN([0-9a-f,]+)/.exec(query.get('sysparm_query') ?? '') ?? [];
    const shown = records
      .map(([record, sys_mod_count]) => ({ sys_id: sysId(record), sys_mod_count }))
      .filter(({ sys_id }) => asked?.split(',').includes(sys_id) ?? true);
    const page = lists(...shown.map((one) => ({ ...one, number: `WOT ${one.sys_id.slice(-2)}` })));
    return count === null ? page : { ...page, headers: { 'x-total-count': count } };
  });
}

/** These records have been downloaded just now. */
function knows({ link, now }: Scripted, tasks: CacheTable, ...records: number[]): void {
  take(
    link.database,
    tasks,
    records.map((record) => ({ sys_id: sysId(record), sys_mod_count: '1' })),
  );
  link.database.transaction((write) => {
    noteCompared(write, tasks.name, new Date(now).toISOString(), 0);
  });
}

const swept = ({ link }: Scripted, tasks: CacheTable) => sweep(link, tasks, () => Promise.resolve());
const HOUR = 60 * 60_000;

const shown = (database: Database, tasks: CacheTable) => shownIn(database, tasks).sort();
const numbers = (...records: number[]) => records.map(sysId).sort();

test('when the instance has as many records as are known, nothing is compared', async ({
  scripted,
  tasks,
}) => {
  knows(scripted, tasks, 1, 2);
  has(scripted, 1, 2);
  expect(await swept(scripted, tasks)).toBe(0);
  expect(scripted.asked).toHaveLength(1);
});

test('a record that is gone is found although what waits here makes up for it in number', async ({
  database,
  scripted,
  tasks,
}) => {
  knows(scripted, tasks, 1, 2, 3);
  waits(database, tasks, 3, 'delete');
  expect([countKnown(database, tasks), [...knownVersions(database, tasks).keys()].sort()]).toEqual([
    3,
    numbers(1, 2, 3),
  ]);
  has(scripted, 1, 3);
  expect(await swept(scripted, tasks)).toBe(1);
  expect(shown(database, tasks)).toEqual(numbers(1));
});

test('what is only made here is not known to the instance, and stays', async ({
  database,
  scripted,
  tasks,
}) => {
  knows(scripted, tasks, 1);
  waits(database, tasks, 2, 'insert');
  expect([countKnown(database, tasks), [...knownVersions(database, tasks).keys()]]).toEqual([1, numbers(1)]);
  has(scripted);
  expect(await swept(scripted, tasks)).toBe(1);
  expect(shown(database, tasks)).toEqual(numbers(2));
});

test('records that came in without being changed are fetched, and no others', async ({
  database,
  scripted,
  tasks,
}) => {
  knows(scripted, tasks, 1);
  has(scripted, 1, 2, 3);
  expect(await swept(scripted, tasks)).toBe(2);
  expect(shown(database, tasks)).toEqual(numbers(1, 2, 3));
  expect(scripted.asked.at(-1)?.query.get('sysparm_query')).toMatch(
    new RegExp(`^sys_idIN(${sysId(2)},${sysId(3)}|${sysId(3)},${sysId(2)})$`),
  );
  scripted.asked.length = 0;
  expect(await swept(scripted, tasks)).toBe(0);
  expect(scripted.asked).toHaveLength(1);
});

test('what access rules hide from the start is counted, and not looked for each time', async ({
  database,
  scripted,
  tasks,
}) => {
  knows(scripted, tasks, 1, 2);
  tellsOf(scripted, '5', [
    [1, '1'],
    [2, '1'],
  ]);
  expect(await swept(scripted, tasks)).toBe(0);
  expect(scripted.asked).toHaveLength(2);
  expect(comparisonOf(database, tasks.name)).toMatchObject({ uncached: 3 });
  expect(await swept(scripted, tasks)).toBe(0);
  expect(scripted.asked).toHaveLength(3);
});

test('a record that is gone but waits here is looked for until nothing of it waits', async ({
  database,
  scripted,
  tasks,
}) => {
  knows(scripted, tasks, 1, 2);
  const entry = waits(database, tasks, 2, 'delete');
  has(scripted, 1);
  for (const asked of [2, 4]) {
    expect(await swept(scripted, tasks)).toBe(0);
    expect(scripted.asked).toHaveLength(asked);
  }
  database.transaction((write) => {
    forgetPending(write, entry, sysId(2));
    recomputeView(write, tasks, sysId(2));
  });
  expect(await swept(scripted, tasks)).toBe(1);
  expect(shown(database, tasks)).toEqual(numbers(1));
});

test('once an hour everything is compared, because hidden records are counted as well', async ({
  database,
  scripted,
  tasks,
}) => {
  knows(scripted, tasks, 1, 2, 3);
  // The first is hidden now, and the second changed while it was.
  tellsOf(scripted, '3', [
    [2, '4'],
    [3, '1'],
  ]);
  scripted.now += HOUR - 1;
  expect(await swept(scripted, tasks)).toBe(0);
  scripted.now += 1;
  expect(await swept(scripted, tasks)).toBe(2);
  expect(shown(database, tasks)).toEqual(numbers(2, 3));
  expect(readRow(database, tasks, sysId(2))).toMatchObject({ sys_mod_count: '4' });
  expect(scripted.asked.at(-1)?.query.get('sysparm_query')).toBe(`sys_idIN${sysId(2)}`);
  scripted.asked.length = 0;
  expect(await swept(scripted, tasks)).toBe(0);
  expect(scripted.asked).toHaveLength(1);
  scripted.now -= 2 * HOUR;
  await swept(scripted, tasks);
  expect(scripted.asked.length).toBeGreaterThan(2);
});

test('a person may ask for it; an instance that does not count is compared at its time', async ({
  database,
  scripted,
  tasks,
}) => {
  knows(scripted, tasks, 1, 2);
  tellsOf(scripted, null, [[1, '1']]);
  expect(await swept(scripted, tasks)).toBe(0);
  database.transaction(compareAllAnew);
  expect(await swept(scripted, tasks)).toBe(1);
  expect(await swept(scripted, tasks)).toBe(0);
});

test('what is made and sent while everything is compared is not taken for gone', async ({
  database,
  scripted,
  tasks,
}) => {
  knows(scripted, tasks, 1, 2);
  has(scripted, 1);
  let pages = 0;
  await sweep(scripted.link, tasks, () => {
    pages += 1;
    take(database, tasks, [{ sys_id: sysId(3), sys_mod_count: '0' }]);
    return Promise.resolve();
  });
  expect(pages).toBe(1);
  expect(shown(database, tasks)).toEqual(numbers(1, 3));
});

test('when more is there than was counted before, everything is compared once more', async ({
  scripted,
  tasks,
}) => {
  knows(scripted, tasks, 1);
  tellsOf(scripted, '2', [
    [1, '1'],
    [2, '1'],
    [3, '1'],
  ]);
  expect(await swept(scripted, tasks)).toBe(2);
  // As many are deleted as came in: by the number alone nothing would be missing.
  has(scripted, 1, 2);
  expect(await swept(scripted, tasks)).toBe(1);
});

import { parse } from '../query/parse.ts';
import { print } from '../query/print.ts';
import type { CacheTable } from '../records/cache-table.ts';
import { comparisonOf, noteCompared } from '../records/datasets.ts';
import { countKnown, knownVersions } from '../records/versions.ts';
import { remoteFields, rowFrom } from '../records/remote.ts';
import { isChanged, takeBase } from '../records/view.ts';
import type { Link } from '../link.ts';

/** sys_ids asked for at a time; they are small. */
const PAGE = 5000;
/** Records asked for at a time by their sys_ids, which make a long address. */
const MISSED = 100;
/** Everything is compared this often, even when the counts give no reason to. */
const COMPARE_EVERY_MS = 60 * 60_000;

/**
 * Finds what a delta cannot tell of: records that are deleted, have left the dataset's query or are hidden from now on; and
 * those that came into it or changed while nobody here could see them, by an access rule or by a record they refer to. The
 * instance counts its rows: when the number is not the one expected here, every sys_id and `sys_mod_count` is compared;
 * otherwise once an hour, because hidden rows are counted as well. Records with unsent changes stay until those are settled.
 * `between` is awaited after each page. Returns how many records were removed or taken in. Throws Failed.
 */
export async function sweep(link: Link, table: CacheTable, between: () => Promise<void>): Promise<number> {
  const { total } = await link.instance.page({
    table: table.name,
    query: table.query,
    fields: ['sys_id'],
    limit: 1,
    offset: 0,
    count: true,
  });
  const { at, uncached } = comparisonOf(link.database, table.name);
  const isExpected = total === null || total - uncached === countKnown(link.database, table);
  if (isExpected && !isDue(at, link.time.now())) return 0;
  const before = knownVersions(link.database, table);
  const there = await everyVersion(link, table, between);
  const removed = removeGone(link, table, before, there);
  const taken = await takeMissed(link, table, before, there, between);
  link.database.transaction((write) => {
    const more = total === null ? 0 : total - there.size;
    // More came than were counted: something was added after the count, which then says nothing of what is hidden.
    noteCompared(write, table.name, more < 0 ? null : new Date(link.time.now()).toISOString(), more);
  });
  return removed + taken;
}

/** A clock that has been set back since tells nothing of the time that has gone by. */
function isDue(comparedAt: string | null, now: number): boolean {
  const age = now - Date.parse(comparedAt ?? '');
  return !(age >= 0 && age < COMPARE_EVERY_MS);
}

/** Only what was known `before`: what was made meanwhile may have come too late to be seen there. */
function removeGone(
  link: Link,
  table: CacheTable,
  before: ReadonlyMap<string, string>,
  there: ReadonlyMap<string, string>,
): number {
  return link.database.transaction((write) => {
    const gone = [...before.keys()].filter((sysId) => !there.has(sysId) && !isChanged(write, sysId));
    for (const sysId of gone) takeBase(write, table, sysId, null);
    return gone.length;
  });
}

async function takeMissed(
  link: Link,
  table: CacheTable,
  before: ReadonlyMap<string, string>,
  there: ReadonlyMap<string, string>,
  between: () => Promise<void>,
): Promise<number> {
  const missed = [...there].flatMap(([sysId, version]) => (before.get(sysId) === version ? [] : [sysId]));
  let taken = 0;
  for (let at = 0; at < missed.length; at += MISSED) {
    const { records } = await link.instance.page({
      table: table.name,
      query: `sys_idIN${missed.slice(at, at + MISSED).join(',')}`,
      fields: remoteFields(table),
      limit: MISSED,
      offset: 0,
      count: false,
    });
    link.database.transaction((write) => {
      for (const record of records) {
        const row = rowFrom(table, record, link.instance.zone);
        takeBase(write, table, row['sys_id'] ?? '', row);
      }
    });
    taken += records.length;
    await between();
  }
  return taken;
}

/** `sys_mod_count` of every record of the dataset by sys_id, as the instance has them. */
async function everyVersion(
  link: Link,
  table: CacheTable,
  between: () => Promise<void>,
): Promise<Map<string, string>> {
  const there = new Map<string, string>();
  const query = parse(table.query);
  const groups = query.groups.length === 0 ? [[]] : query.groups;
  const order = [{ field: 'sys_id', descending: false }];
  let last = '';
  let hidden = 0;
  for (;;) {
    const beyond = { field: 'sys_id', operator: '>', values: [last] } as const;
    const page = await link.instance.page({
      table: table.name,
      query: print({ groups: last === '' ? groups : groups.map((group) => [...group, [beyond]]), order }),
      fields: ['sys_id', 'sys_mod_count'],
      limit: PAGE,
      offset: hidden,
      count: false,
    });
    for (const { sys_id, sys_mod_count } of page.records)
      if (sys_id) there.set(sys_id.value, sys_mod_count?.value ?? '');
    const end = page.records.at(-1)?.['sys_id']?.value;
    hidden = end === undefined ? hidden + PAGE : 0;
    last = end ?? last;
    await between();
    if (!page.more) return there;
  }
}

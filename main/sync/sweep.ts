import { parse } from '../query/parse.ts';
import { print } from '../query/print.ts';
import type { CacheTable } from '../records/cacheTable.ts';
import { countKnown, knownSysIds } from '../records/known.ts';
import { remoteFields, rowFrom } from '../records/remote.ts';
import { allSysIds } from '../records/row.ts';
import { isChanged, takeBase } from '../records/view.ts';
import type { Link } from './link.ts';

/** sys_ids asked for at a time; they are small. */
const PAGE = 5000;
/** Records asked for at a time by their sys_ids, which make a long address. */
const MISSING = 100;

/**
 * Finds what a delta cannot tell of: records that are deleted or have left the dataset's query, and records that came into it
 * without being changed themselves, by an access rule or by a record they refer to. The instance counts its rows; only when it
 * has another number than is known here are the sys_ids compared. Records with unsent changes stay until those are settled.
 * Answers the number of records removed and added. Throws Failed.
 */
export async function sweep(link: Link, table: CacheTable): Promise<number> {
  const known = countKnown(link.database, table);
  const counted = await link.instance.page({
    table: table.name,
    query: table.query,
    fields: ['sys_id'],
    limit: 1,
    offset: 0,
    count: true,
  });
  if (counted.total === known) return 0;
  const there = await everySysId(link, table);
  const removed = link.database.transaction((write) => {
    const gone = allSysIds(write, table).filter((sysId) => !there.has(sysId) && !isChanged(write, sysId));
    for (const sysId of gone) takeBase(write, table, sysId, null);
    return gone.length;
  });
  return removed + (await addMissing(link, table, there));
}

async function addMissing(link: Link, table: CacheTable, there: ReadonlySet<string>): Promise<number> {
  const known = knownSysIds(link.database, table);
  const missing = [...there].filter((sysId) => !known.has(sysId));
  let added = 0;
  for (let at = 0; at < missing.length; at += MISSING) {
    const { records } = await link.instance.page({
      table: table.name,
      query: `sys_idIN${missing.slice(at, at + MISSING).join(',')}`,
      fields: remoteFields(table),
      limit: MISSING,
      offset: 0,
      count: false,
    });
    link.database.transaction((write) => {
      for (const record of records) {
        const row = rowFrom(table, record);
        takeBase(write, table, row['sys_id'] ?? '', row);
      }
    });
    added += records.length;
  }
  return added;
}

async function everySysId(link: Link, table: CacheTable): Promise<Set<string>> {
  const there = new Set<string>();
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
      fields: ['sys_id'],
      limit: PAGE,
      offset: hidden,
      count: false,
    });
    for (const record of page.records) there.add(record['sys_id']?.value ?? '');
    const end = page.records.at(-1)?.['sys_id']?.value;
    hidden = end === undefined ? hidden + PAGE : 0;
    last = end ?? last;
    if (!page.more) return there;
  }
}

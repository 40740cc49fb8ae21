import { parse } from '../query/parse.ts';
import { print } from '../query/print.ts';
import type { CacheTable } from '../records/cacheTable.ts';
import { allSysIds } from '../records/row.ts';
import { isChanged, takeBase } from '../records/view.ts';
import type { Link } from './link.ts';

/** sys_ids asked for at a time; they are small. */
const PAGE = 5000;

/**
 * Finds records that a delta cannot tell of: deleted ones, and ones that left the dataset's query. The instance counts
 * its rows; only when it has another number than is cached here are the sys_ids compared. Records with unsent changes stay
 * until those are settled. Answers the number of records removed. Throws Failed.
 */
export async function sweep(link: Link, table: CacheTable, cached: number): Promise<number> {
  const counted = await link.instance.page({
    table: table.name,
    query: table.query,
    fields: ['sys_id'],
    limit: 1,
    offset: 0,
    count: true,
  });
  if (counted.total === cached) return 0;
  const there = await everySysId(link, table);
  return link.database.transaction((write) => {
    let removed = 0;
    for (const sysId of allSysIds(write, table)) {
      if (there.has(sysId) || isChanged(write, sysId)) continue;
      takeBase(write, table, sysId, null);
      removed += 1;
    }
    return removed;
  });
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

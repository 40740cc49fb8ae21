import type { RemoteRecord } from '../instance/record.ts';
import { parse } from '../query/parse.ts';
import { print } from '../query/print.ts';
import type { Condition, Query } from '../query/tree.ts';
import { instantOfUtc, utcText } from '../query/utc.ts';
import type { CacheTable } from '../records/cache-table.ts';
import {
  advanceWatermark,
  completePull,
  type DatasetProgress,
  noteCompared,
  progressOf,
} from '../records/datasets.ts';
import { countKnown } from '../records/versions.ts';
import { remoteFields, rowFrom } from '../records/remote.ts';
import { fillSearch, suspendSearch } from '../records/search.ts';
import { takeBase } from '../records/view.ts';
import type { Link } from '../link.ts';
import { sweep } from './compare.ts';

/** Rows asked for at a time. */
const PAGE = 1000;

/**
 * Deltas begin this much before the watermark: a slow transaction may have stamped a row earlier than it became
 * visible (docs/peers.md, row 18). Rows that have not changed are not written again.
 */
const OVERLAP_MS = 30_000;

export interface PullProgress {
  table: string;
  done: number;
  total: number | null;
}

interface Mark {
  updatedOn: string;
  sysId: string;
}

/**
 * Brings one dataset up to date: a full download the first time, later what changed since the watermark, which is always the
 * instance's own clock. A page and the watermark behind it are stored together, so a download that is cut short resumes where
 * it was. `between` is awaited after each page: what people trigger meanwhile goes first. Throws Failed when the instance
 * cannot be asked.
 */
export async function pullTable(
  link: Link,
  table: CacheTable,
  between: (progress: PullProgress) => Promise<void>,
): Promise<void> {
  const before = progressOf(link.database, table.name);
  // What is downloaded into an empty table in one go needs no comparing, unless the numbers say so.
  const isFirst = !before.complete && before.watermark.sysId === '' && countKnown(link.database, table) === 0;
  const download = () => takePages(link, table, before, between);
  await (before.complete ? download() : inBulk(link, table, download));
  if (isFirst) {
    link.database.transaction((write) => {
      noteCompared(write, table.name, new Date(link.time.now()).toISOString(), 0);
    });
  }
  const swept = await sweep(link, table, () => between({ table: table.name, done: 0, total: null }));
  link.database.transaction((write) => {
    completePull(write, table.name, new Date(link.time.now()).toISOString());
  });
  if (swept > 0 || !before.complete) link.recordsChanged([table.name]);
}

/** Leaves the search index alone while very many rows come, and fills it when they are there or the download is cut short. */
async function inBulk({ database }: Link, table: CacheTable, download: () => Promise<void>): Promise<void> {
  database.transaction((write) => {
    suspendSearch(write, table);
  });
  try {
    await download();
  } finally {
    database.transaction((write) => {
      fillSearch(write, table);
    });
  }
}

async function takePages(
  link: Link,
  table: CacheTable,
  before: DatasetProgress,
  between: (progress: PullProgress) => Promise<void>,
): Promise<void> {
  let mark = before.complete ? earlier(before.watermark) : before.watermark;
  let done = 0;
  let total: number | null = null;
  let hidden = 0;
  for (;;) {
    const page = await link.instance.page({
      table: table.name,
      query: print(since(parse(table.query), mark)),
      fields: remoteFields(table),
      limit: PAGE,
      offset: hidden,
      count: total === null,
    });
    total ??= page.total;
    const changed = store(link, table, page.records, before.watermark);
    done += page.records.length;
    const last = page.records.at(-1);
    if (last) mark = markOf(last);
    // A page can be short or empty because access rules hide its rows: the keyset cannot step over those, an offset can.
    hidden = last ? 0 : hidden + PAGE;
    if (changed) link.recordsChanged([table.name]);
    await between({ table: table.name, done, total });
    if (!page.more) return;
  }
}

/** Stores a page. Returns whether any view changed. */
function store(link: Link, table: CacheTable, records: RemoteRecord[], stored: Mark): boolean {
  const last = records.at(-1);
  if (!last) return false;
  return link.database.transaction((write) => {
    let changed = false;
    for (const record of records) {
      const row = rowFrom(table, record, link.instance.zone);
      changed = takeBase(write, table, row['sys_id'] ?? '', row) || changed;
    }
    const mark = markOf(last);
    const forward =
      mark.updatedOn > stored.updatedOn || (mark.updatedOn === stored.updatedOn && mark.sysId > stored.sysId);
    if (forward) advanceWatermark(write, table.name, mark.updatedOn, mark.sysId);
    return changed;
  });
}

/** The query narrowed to what comes after a mark, in the order (sys_updated_on, sys_id). */
function since(query: Query, mark: Mark): Query {
  const order = [
    { field: 'sys_updated_on', descending: false },
    { field: 'sys_id', descending: false },
  ];
  if (mark.updatedOn === '') return { groups: query.groups, order };
  const later: Condition[][] = [[is('sys_updated_on', '>', mark.updatedOn)]];
  const same: Condition[][] = [[is('sys_updated_on', '=', mark.updatedOn)], [is('sys_id', '>', mark.sysId)]];
  const groups = query.groups.length === 0 ? [[]] : query.groups;
  return {
    groups: groups.flatMap((group) => [
      [...group, ...later],
      [...group, ...same],
    ]),
    order,
  };
}

function is(field: string, operator: '=' | '>', value: string): Condition {
  return { field, operator, values: [value] };
}

function markOf(record: RemoteRecord): Mark {
  return { updatedOn: record['sys_updated_on']?.value ?? '', sysId: record['sys_id']?.value ?? '' };
}

function earlier(mark: Mark): Mark {
  const at = instantOfUtc(mark.updatedOn);
  return Number.isNaN(at) ? mark : { updatedOn: utcText(at - OVERLAP_MS), sysId: '' };
}

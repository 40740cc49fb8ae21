import type { Reader, Writer } from '../database/database.ts';
import { build, query } from '../database/query.ts';

/** How far the download of one table has come. */
export interface DatasetProgress {
  /** `sys_updated_on` and `sys_id` of the last row taken, by the instance's clock; empty before the first. */
  watermark: { updatedOn: string; sysId: string };
  /** A full download has been completed; from then on only what changed is fetched. */
  complete: boolean;
  /** ISO instant of the last complete pull. */
  asOf: string | null;
}

const read = query<
  { table: string },
  { watermark: string; watermark_sys_id: string; complete: number; as_of: string | null }
>((p) =>
  build
    .selectFrom('cached_dataset')
    .select(['watermark', 'watermark_sys_id', 'complete', 'as_of'])
    .where('table_name', '=', p('table')),
);

const readComparison = query<{ table: string }, DatasetComparison>((p) =>
  build
    .selectFrom('cached_dataset')
    .select(['compared_at as at', 'uncached'])
    .where('table_name', '=', p('table')),
);

const putComparison = query<{ table: string; at: string | null; uncached: number }>((p) =>
  build
    .updateTable('cached_dataset')
    .set({ compared_at: p('at'), uncached: p('uncached') })
    .where('table_name', '=', p('table')),
);

const advance = query<{ table: string; updatedOn: string; sysId: string }>((p) =>
  build
    .updateTable('cached_dataset')
    .set({ watermark: p('updatedOn'), watermark_sys_id: p('sysId') })
    .where('table_name', '=', p('table')),
);

const complete = query<{ table: string; asOf: string }>((p) =>
  build
    .updateTable('cached_dataset')
    .set({ complete: 1, as_of: p('asOf') })
    .where('table_name', '=', p('table')),
);

/** When a dataset was last compared with the instance's, record by record, and what came of it. */
export interface DatasetComparison {
  /** ISO instant; null: it is due. */
  at: string | null;
  /** How many more rows the instance counted than are known here: it counts those that access rules hide as well. */
  uncached: number;
}

/** How far a dataset is; a table without one counts as not begun. */
export function progressOf(reader: Reader, table: string): DatasetProgress {
  const row = reader.first(read, { table });
  return {
    watermark: { updatedOn: row?.watermark ?? '', sysId: row?.watermark_sys_id ?? '' },
    complete: row?.complete === 1,
    asOf: row?.as_of ?? null,
  };
}

/**
 * Moves the watermark to the last row taken; to be called in the transaction that stores the rows, so that a download that is
 * cut short resumes there.
 */
export function advanceWatermark(write: Writer, table: string, updatedOn: string, sysId: string): void {
  write.run(advance, { table, updatedOn, sysId });
}

/** Notes that everything up to the watermark is cached as of this instant (ISO). */
export function completePull(write: Writer, table: string, asOf: string): void {
  write.run(complete, { table, asOf });
}

/** The last comparison of a dataset. */
export function comparisonOf(reader: Reader, table: string): DatasetComparison {
  return reader.first(readComparison, { table }) ?? { at: null, uncached: 0 };
}

/** Notes a comparison (`at`: null when there has to be another at the next pull). */
export function noteCompared(write: Writer, table: string, at: string | null, uncached: number): void {
  write.run(putComparison, { table, at, uncached });
}

/** Has every dataset compared at its next pull. */
export function compareAllAnew(write: Writer): void {
  write.execute(build.updateTable('cached_dataset').set({ compared_at: null }));
}

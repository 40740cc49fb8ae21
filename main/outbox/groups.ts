import { sql } from 'kysely';
import type { EntryFailure } from '../../preload/contract/failure.ts';
import type { Reader } from '../database/database.ts';
import { query, statement } from '../database/query.ts';

/** Refused entries that were stopped by the same thing. */
export interface FailureGroup {
  cause: string;
  /** Sequence numbers, in order; two at least. */
  entries: number[];
  /** Of one of them, as the instance said it or Outpost asks. */
  failure: EntryFailure;
}

/**
 * A name for why entries were refused: equal for failures that differ only in which record, which time or which row they
 * speak of. Forty refusals by one business rule are one problem to a person.
 */
export function causeOf(failure: EntryFailure): string {
  const status = 'status' in failure ? failure.status : '';
  const detail = failure.kind === 'refused' ? (failure.detail ?? '') : '';
  return [failure.kind, status, masked(failure.message), masked(detail)].join('|');
}

/** What tells one record from another in ServiceNow's sentences: sys_ids, numbers such as WOT0010023, and times. */
const PARTICULARS =
  /\b[0-9a-f]{32}\b|\b[A-Z]{2,10}\d{4,}\b|\b\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d)?)?\b/gi;

function masked(text: string): string {
  return text.replaceAll(PARTICULARS, '#').replaceAll(/\s+/g, ' ').trim();
}

/** Refusals by their very words first: a business rule says the same of most records, so few have to be compared. */
const refusals = query<Record<string, never>, { failure: string; entries: string }>(() =>
  statement(
    sql<{
      failure: string;
      entries: string;
    }>`SELECT failure, json_group_array(seq) AS entries FROM outbox_entry
    WHERE state <> 'sent' AND state = 'refused' AND failure IS NOT NULL GROUP BY failure ORDER BY min(seq)`,
  ),
);

/** The causes that stopped more than one entry, in the order of the first entry each stopped. */
export function failureGroups(reader: Reader): FailureGroup[] {
  const groups = new Map<string, FailureGroup>();
  for (const row of reader.all(refusals, {})) {
    const failure = JSON.parse(row.failure) as EntryFailure;
    const cause = causeOf(failure);
    const entries = JSON.parse(row.entries) as number[];
    const known = groups.get(cause);
    groups.set(cause, { cause, failure, ...known, entries: [...(known?.entries ?? []), ...entries] });
  }
  return [...groups.values()]
    .filter(({ entries }) => entries.length > 1)
    .map((group) => ({ ...group, entries: group.entries.sort((a, b) => a - b) }));
}

const among = query<{ entries: string }, { action: string; label: string; count: number; begun: number }>(
  (p) =>
    statement(
      sql<{
        action: string;
        label: string;
        count: number;
        begun: number;
      }>`SELECT action, label, count(*) AS count, max(step) > 0 AS begun FROM outbox_entry
    WHERE seq IN (SELECT value FROM json_each(${p('entries')})) GROUP BY action, label ORDER BY min(seq)`,
    ),
);

/** The actions of these entries, how many of each, and whether a step of any of them is acknowledged already. */
export function actionsAmong(
  reader: Reader,
  entries: readonly number[],
): { action: string; label: string; count: number; begun: boolean }[] {
  return reader
    .all(among, { entries: JSON.stringify(entries) })
    .map((row) => ({ ...row, begun: row.begun === 1 }));
}

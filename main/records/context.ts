import type { Reader } from '../database/database.ts';
import type { QueryContext } from '../query/context.ts';
import type { Lookup } from '../query/row.ts';
import type { Catalog } from './catalog.ts';
import { classesOf } from './classes.ts';
import { readRow } from './row.ts';

/** Who asks a query and when; `now` in milliseconds since 1970. A day is one of the laptop's time zone. */
export function contextOf({ user, definition }: Catalog, now: number): QueryContext {
  return {
    userId: user.sys_id,
    userName: user.userName,
    now,
    // Asked for when it is needed: it costs as much as a small query, and the laptop may travel.
    get timeZone() {
      return new Intl.DateTimeFormat().resolvedOptions().timeZone;
    },
    get classes() {
      return classesOf(definition);
    },
  };
}

/** Finds the records that dot-walked conditions lead to, in the view. */
export function lookupIn(reader: Reader, catalog: Pick<Catalog, 'tables'>): Lookup {
  const find: Lookup = ({ name, parts }, sysId) => {
    for (const part of parts ?? []) {
      const row = find(part, sysId);
      if (row) return row;
    }
    const table = catalog.tables.get(name);
    return table && readRow(reader, table, sysId);
  };
  return find;
}

import type { Reader } from '../database/database.ts';
import { buildCache } from '../database/query.ts';
import { type CacheTable, displayColumn, hasDisplay } from './cache-table.ts';
import { type Catalog, titleOf } from './catalog.ts';
import { readRow } from './row.ts';

/**
 * Display value of a field's value, as far as this laptop knows it: the choice's label, the cached record's name, the
 * user's own name. The value of other types; empty for a reference to a record that is not cached.
 */
export function displayValue(
  reader: Reader,
  catalog: Catalog,
  table: string,
  field: string,
  value: string,
): string {
  const meta = catalog.dictionary.field(table, field);
  if (value === '') return '';
  if (meta.type === 'choice') return catalog.dictionary.choiceLabel(table, field, value);
  if (meta.type !== 'reference') return value;
  if (value === catalog.user.sys_id) return catalog.user.name;
  return nameOf(reader, catalog, meta.reference, value);
}

/** What a cached record is called; empty when it is not cached. */
export function nameOf(reader: Reader, catalog: Catalog, table: string | null, sysId: string): string {
  const target = table === null ? undefined : catalog.tables.get(table);
  const row = target && readRow(reader, target, sysId);
  return target && row ? titleOf(catalog, target.name, row) : '';
}

/** Name of the user with this user name; the user name itself when no such user is cached. */
export function personName(reader: Reader, { tables, user }: Catalog, userName: string): string {
  if (userName === user.userName) return user.name;
  const people = tables.get('sys_user');
  if (!people?.columns.includes('name') || !people.columns.includes('user_name')) return userName;
  const named = buildCache.selectFrom(people.cache).select('name').where('user_name', '=', userName).limit(1);
  return reader.select(named)[0]?.['name'] ?? userName;
}

/** Values to set, with the display values that belong beside them. Fields that are not cached are left out. */
export function withDisplay(
  reader: Reader,
  catalog: Catalog,
  table: CacheTable,
  values: Readonly<Record<string, string>>,
): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) {
    const type = table.types.get(name);
    if (type === undefined) continue;
    fields[name] = value;
    if (hasDisplay(type))
      fields[displayColumn(name)] = displayValue(reader, catalog, table.name, name, value);
  }
  return fields;
}

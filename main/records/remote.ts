import type { RemoteRecord } from '../instance/record.ts';
import { type CacheTable, displayColumn, hasDisplay, type Row } from './cacheTable.ts';

/** The fields to ask the instance for. */
export function remoteFields(table: CacheTable): string[] {
  return table.fields.map((field) => field.name);
}

/** A remote record as a row; it holds only the fields that the instance told. */
export function rowFrom(table: CacheTable, record: RemoteRecord): Row {
  const row: Record<string, string> = {};
  for (const { name, type } of table.fields) {
    const told = record[name];
    if (told === undefined) continue;
    row[name] = told.value;
    if (hasDisplay(type)) row[displayColumn(name)] = told.display_value;
  }
  return row;
}

import { fromZone } from '../clock.ts';
import { displayOf } from '../query/path.ts';
import type { Column } from '../schema/column.ts';
import { read } from '../store/row.ts';
import type { Store } from '../store/store.ts';

/** Reads values as people see them (`sysparm_input_display_value=true`): labels, names, times in the user's zone. */
export function asShown(store: Store, zone: string): (column: Column, text: string) => string {
  return (column, text) => {
    if (text === '') return text;
    if (column.type === 'glide_date_time') return fromZone(text, zone);
    if (column.reference !== '') return recordCalled(store, column.reference, text);
    return column.choices.find((choice) => choice.label === text)?.value ?? text;
  };
}

function recordCalled(store: Store, table: string, text: string): string {
  if (displayOf(store, table, text) !== '') return text;
  for (const member of store.schema.family(table)) {
    const [found] = store.table(member.name).where(member.display, text);
    if (found) return read(found, 'sys_id');
  }
  return '';
}

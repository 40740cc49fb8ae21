import { toZone } from '../clock.ts';
import { read, type Row } from '../store/row.ts';
import type { Store } from '../store/store.ts';

/** The journals of a record as people read them: newest first, each entry under its time, author and kind. */
export function stream(store: Store, row: Row, column: string, zone: string): string {
  const table = store.schema.known(read(row, 'sys_class_name'));
  const entries = store
    .table('sys_journal_field')
    .where('element_id', read(row, 'sys_id'))
    .filter((entry) => column === 'comments_and_work_notes' || read(entry, 'element') === column)
    .reverse();
  return entries
    .map((entry) => {
      const label = table.columns.get(read(entry, 'element'))?.label ?? '';
      const time = toZone(read(entry, 'sys_created_on'), zone);
      return `${time} - ${author(store, entry)} (${label})\n${read(entry, 'value')}\n\n`;
    })
    .join('');
}

function author(store: Store, entry: Row): string {
  const userName = read(entry, 'sys_created_by');
  return read(store.table('sys_user').where('user_name', userName)[0], 'name') || userName;
}

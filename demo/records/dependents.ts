import { read } from '../store/row.ts';
import type { Store } from '../store/store.ts';

/** What goes with a record: tables, and the column in which they name it. */
const dependents = [
  { table: 'sys_journal_field', names: 'element_id' },
  { table: 'sys_attachment', names: 'table_sys_id' },
  { table: 'sys_attachment_attribute', names: 'attachment' },
  { table: 'task_sla', names: 'task' },
  { table: 'label_entry', names: 'table_key' },
] as const;

/** Removes what depends on a deleted record, and what depends on that; of attachments the bytes too. */
export function forgetDependents(
  store: Store,
  table: string,
  sysId: string,
  dropFile: (sysId: string) => void,
): void {
  if (table === 'sys_attachment') {
    store.onceKept(() => {
      dropFile(sysId);
    });
  }
  for (const { table: dependent, names } of dependents) {
    for (const row of store.table(dependent).where(names, sysId)) {
      store.remove(dependent, read(row, 'sys_id'));
      forgetDependents(store, dependent, read(row, 'sys_id'), dropFile);
    }
  }
}

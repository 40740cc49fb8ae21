import { read } from '../store/row.ts';
import type { Store } from '../store/store.ts';

/** Removes what belongs to a deleted record, and what belongs to that; of attachments the bytes too. */
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
  for (const { name, belongsBy } of store.schema.all()) {
    if (belongsBy === '') continue;
    for (const row of store.table(name).where(belongsBy, sysId)) {
      store.remove(name, read(row, 'sys_id'));
      forgetDependents(store, name, read(row, 'sys_id'), dropFile);
    }
  }
}

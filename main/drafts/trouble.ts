import type { DraftLine } from '../../preload/contract/drafts.ts';
import type { Reader } from '../database/database.ts';
import type { Catalog } from '../records/catalog.ts';
import { readRow } from '../records/row.ts';
import { baseOf } from '../records/view.ts';
import type { Draft } from './drafts.ts';

/** What has become of a draft's record since it was begun, or why it cannot be resumed; null when all is as it was. */
export function troubleOf(reader: Reader, catalog: Catalog, draft: Draft): DraftLine['trouble'] {
  const action = catalog.definition.actions.find(({ id }) => id === draft.action);
  if (!action?.form) return 'no-action';
  if (draft.targets.length > 0) {
    const of = catalog.tables.get(action.table);
    return of && draft.targets.some(({ sys_id }) => readRow(reader, of, sys_id)) ? null : 'gone';
  }
  if (!draft.record) return null;
  const table = catalog.tables.get(draft.record.table);
  if (!table || !readRow(reader, table, draft.record.sys_id)) return 'gone';
  const now = baseOf(reader, table, draft.record.sys_id)?.['sys_mod_count'] ?? null;
  return now === draft.modCount ? null : 'changed';
}

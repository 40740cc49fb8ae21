import { read, type Row } from '../store/row.ts';
import type { Store } from '../store/store.ts';
import { find, type Path } from './path.ts';

/** Hierarchies by the sys_id of their definition: the column of a record that names the one above it. */
const hierarchies = new Map([
  // "Manager Hierarchy", as ServiceNow's own examples have it.
  ['fdd0fa0f93f5d2505bd0bd886cba1015', { table: 'sys_user', above: 'manager' }],
]);

/**
 * The test of `managerIN_HIERARCHY<definition>@<sys_id>`: whether the record referred to is that one or somewhere below
 * it. Null for a hierarchy there is none of, or of another table than the field's.
 */
export function inHierarchy(
  store: Store,
  field: Path,
  value: string,
  meant: (start: string) => string,
): ((row: Row) => boolean) | null {
  const [definition = '', start = ''] = value.replaceAll('%40', '@').split('@');
  const hierarchy = hierarchies.get(definition);
  const top = meant(start);
  if (hierarchy?.table !== field.column.reference || top === '') return null;
  return (row) => {
    const seen = new Set<string>();
    for (let at = field.of(row); at !== '' && !seen.has(at);) {
      if (at === top) return true;
      seen.add(at);
      at = read(find(store, hierarchy.table, at), hierarchy.above);
    }
    return false;
  };
}

import { read, type Row } from '../store/row.ts';
import type { Store } from '../store/store.ts';

/**
 * The test of `sys_tags.<tag>=<tag>` (have), `DOESNOTHAVE` (has tags, but not this one) and `EXCLUDING` (whatever it has,
 * not this one). Which record has which tag is in `label_entry`. Null for what makes no sense here.
 */
export function tagged(store: Store, operator: string, value: string): ((row: Row) => boolean) | null {
  if (!/^[0-9a-f]{32}$/.test(value)) return null;
  const tagsOf = (row: Row): string[] =>
    store
      .table('label_entry')
      .where('table_key', read(row, 'sys_id'))
      .map((entry) => read(entry, 'label'));
  if (operator === '=') return (row) => tagsOf(row).includes(value);
  if (operator === 'EXCLUDING') return (row) => !tagsOf(row).includes(value);
  if (operator !== 'DOESNOTHAVE') return null;
  return (row) => {
    const tags = tagsOf(row);
    return tags.length > 0 && !tags.includes(value);
  };
}

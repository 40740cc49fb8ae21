import { shownColumn } from './columns.ts';
import type { Path } from './path.ts';
import { columnSql, quoted } from './sort.ts';
import type { Table } from './table.ts';

type Reads = 'stored' | 'shown';

/** SQL text of the field at the end of a path, as a value of its own. `root` is the name of the table it begins in. */
export function valueSql(path: Path, reads: Reads, root: string | undefined): string {
  const end = endSql(path, reads, root);
  return path.hops.length === 0 ? end : `coalesce((select ${end} ${walkSql(path, reads, root)}), '')`;
}

/** The column at the end of a path, in the table that `walkSql` comes to. */
export function endSql(path: Path, reads: Reads, root: string | undefined): string {
  const { length } = path.hops;
  return columnSql(columnAt(path, reads), length === 0 ? root : hopName(length));
}

/** `from "cache_order" as "hop1" join "cache_company" as "hop2" on … where "hop1"."sys_id" = "cache_task"."parent"`. */
export function walkSql(path: Path, reads: Reads, root: string | undefined): string {
  const [first, ...others] = path.hops.map(({ field, table }, at) => {
    const name = hopName(at + 1);
    const needed = path.hops[at + 1]?.field ?? columnAt(path, reads);
    return {
      table: `${sourceSql(table, needed)} as ${quoted(name)}`,
      on: `${columnSql('sys_id', name)} = ${columnSql(field, at === 0 ? root : hopName(at))}`,
    };
  });
  const joins = others.map(({ table, on }) => ` join ${table} on ${on}`).join('');
  return `from ${first?.table ?? ''}${joins} where ${first?.on ?? ''}`;
}

/** Where a column of a table is read from: of a class that other tables extend, from all of those. */
function sourceSql({ cache, parts }: Table, column: string): string {
  if (!parts) return quoted(cache);
  const columns = ['sys_id', column].map(quoted).join(', ');
  return `(${parts.map((part) => `select ${columns} from ${quoted(part.cache)}`).join(' union all ')})`;
}

function columnAt({ field, type }: Path, reads: Reads): string {
  return reads === 'shown' ? shownColumn(field, type) : field;
}

function hopName(number: number): string {
  return `hop${number}`;
}

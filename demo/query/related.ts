import type { Column } from '../schema/column.ts';
import { read, type Row } from '../store/row.ts';
import type { RowTest, Scope } from './scope.ts';

/** What comes of the conditions within a related list query. */
interface Inner {
  matches: RowTest;
  columns: Column[];
  dropped: string[];
}

/** `wm_task.parent,>=1[,m2m]`, and after a caret the conditions that the related records are to meet. */
const WRITTEN =
  /^([a-z]\w*)\.([a-z]\w*),(>=|<=|!=|=|>|<|BETWEEN)(\d{1,9})(?:@(\d{1,9}))?(?:,m2m)?(?:\^(.*))?$/s;

/**
 * The test of `RLQUERY…^ENDRLQUERY`: how many records of another table refer to this one. They are counted once, when the
 * first record is asked about. Null for what makes no sense here.
 */
export function related(
  value: string,
  scope: Scope,
  compile: (query: string, scope: Scope) => Inner,
): Inner | null {
  const [, name = '', field = '', operator = '', least = '', most, conditions = ''] =
    WRITTEN.exec(value) ?? [];
  const table = scope.store.schema.get(name);
  const column = table?.columns.get(field);
  const holds = counted(operator, Number(least), most);
  if (!table || !column || column.reference === '' || !holds) return null;
  const inner = compile(conditions, { ...scope, table });
  let counts: Map<string, number> | null = null;
  const count = (row: Row): number => {
    counts ??= countBy(scope, name, field, inner.matches);
    return counts.get(read(row, 'sys_id')) ?? 0;
  };
  return {
    matches: (row) => holds(count(row)),
    columns: [column, ...inner.columns],
    dropped: inner.dropped,
  };
}

function countBy(
  { store, assumed, maySee }: Scope,
  table: string,
  field: string,
  matches: RowTest,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { name } of store.schema.family(table)) {
    for (const row of store.table(name).all()) {
      const target = read(row, field);
      if (target === '' || !matches(row)) continue;
      if (!assumed.relatedNeedRights || maySee(row)) counts.set(target, (counts.get(target) ?? 0) + 1);
    }
  }
  return counts;
}

function counted(operator: string, right: number, most: string | undefined): ((n: number) => boolean) | null {
  if (operator === 'BETWEEN') return most === undefined ? null : (n) => n >= right && n <= Number(most);
  if (most !== undefined) return null;
  if (operator === '>=') return (n) => n >= right;
  if (operator === '<=') return (n) => n <= right;
  if (operator === '>') return (n) => n > right;
  if (operator === '<') return (n) => n < right;
  return operator === '=' ? (n) => n === right : (n) => n !== right;
}

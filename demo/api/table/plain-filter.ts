import type { SignedCall } from '../../http/call.ts';
import type { Instance } from '../../instance.ts';
import { displayOf, resolve } from '../../query/path.ts';
import type { Column } from '../../schema/column.ts';
import type { Table } from '../../schema/table.ts';
import type { Row } from '../../store/row.ts';

/** `&state=16&priority=1` instead of an encoded query: all must hold, and what is displayed counts as well as the value. */
export function plainFilter(
  instance: Instance,
  call: SignedCall,
  table: Table,
): ((row: Row) => boolean) | null {
  const tests: ((row: Row) => boolean)[] = [];
  for (const [name, wanted] of call.query) {
    const field = name.startsWith('sysparm_') ? null : resolve(instance.store, table, name);
    if (!field) continue;
    const lower = wanted.toLowerCase();
    const same = (text: string): boolean => text.toLowerCase() === lower;
    tests.push((row) => same(field.of(row)) || same(shown(instance, field.column, field.of(row))));
  }
  return tests.length === 0 ? null : (row) => tests.every((test) => test(row));
}

function shown(instance: Instance, column: Column, value: string): string {
  if (column.reference !== '') return displayOf(instance.store, column.reference, value);
  return column.choices.find((choice) => choice.value === value)?.label ?? value;
}

import type { Table } from '../schema/table.ts';
import { read, type Row } from '../store/row.ts';
import type { Condition } from './condition.ts';
import { datePart } from './date-part.ts';
import { againstField } from './fields.ts';
import { inHierarchy } from './hierarchy.ts';
import { operators } from './operators.ts';
import { displayOf, resolve, type Path } from './path.ts';
import { relative } from './relative.ts';
import type { RowTest, Scope } from './scope.ts';
import { dayOf, evaluate } from './script.ts';
import { tagged } from './tags.ts';

/** The dynamic filter "Me": the id every instance gives it, another of the documents, and what mobile scripts call it. */
const me = new Set(['90d1921e5f510100a9ad2572f2b477fe', '54635e965f510100a9ad2572f2b4774c', 'me']);

/** The test that a condition puts to a record; null for a condition that makes no sense here. */
export function testOf({ path, operator, value }: Condition, scope: Scope): RowTest | null {
  const { store, table, asker, assumed } = scope;
  if (operator === 'TEXT') return textSearch(value, table);
  if (path.startsWith('sys_tags.')) return tagged(store, operator, value);
  const field = resolve(store, table, path);
  if (!field) return null;
  const against =
    againstField(field, operator, value, scope) ??
    againstTime(field, operator, value, scope) ??
    byRelation(field, operator, value, scope);
  if (against) return against;
  const meant = evaluate(value, asker);
  const test =
    meant === null ? null : operators.get(operator)?.({ value: meant, column: field.column, assumed });
  if (!test) return null;
  const shown = field.column.reference !== '' && /LIKE|WITH/.test(operator);
  if (shown) return (row) => test(displayOf(store, field.column.reference, field.of(row)));
  const { name } = field.column;
  return field.own ? (row) => test(row[name] ?? '') : (row) => test(field.of(row));
}

/** Whether a field names the asker, a record below another, or a table of a family. */
function byRelation(field: Path, operator: string, value: string, { store, asker }: Scope): RowTest | null {
  switch (operator) {
    case 'DYNAMIC':
      return me.has(value) ? (row) => field.of(row) === asker.sysId : null;
    case 'IN_HIERARCHY':
      return inHierarchy(store, field, value, (start) => start);
    case 'IN_HIERARCHY_DYNAMIC':
      return inHierarchy(store, field, value, (start) => (me.has(start) ? asker.sysId : ''));
    case 'INSTANCEOF': {
      const names = new Set(store.schema.family(value).map(({ name }) => name));
      return names.size > 0 ? (row) => names.has(field.of(row)) : null;
    }
    default:
      return null;
  }
}

function againstTime(field: Path, operator: string, value: string, { asker }: Scope): RowTest | null {
  if (operator.startsWith('RELATIVE')) {
    const asked = relative(value, asker);
    const how = operator.slice('RELATIVE'.length);
    if (asked === null) return null;
    const { bound, holds } = asked;
    return (row) => {
      const text = field.of(row);
      if (text === '') return false;
      if (how === 'EE') return holds(text);
      if (text === bound) return how.endsWith('E');
      return how.startsWith('G') === text > bound;
    };
  }
  if (operator === 'DATEPART') {
    const test = datePart(value, asker);
    return test && ((row) => test(field.of(row)));
  }
  if (operator !== 'ON' && operator !== 'NOTON') return null;
  const [, from, to] = dayOf(value, asker) ?? value.split('@').map((part) => evaluate(part, asker));
  if (from === undefined || to === undefined || from === null || to === null) return null;
  const on = (row: Row): boolean => field.of(row) >= from && field.of(row) <= to;
  return operator === 'ON' ? on : (row) => !on(row);
}

/** Every word somewhere in the record's texts. */
function textSearch(value: string, table: Table): RowTest {
  const words = value.toLowerCase().split(/\s+/).filter(Boolean);
  const names = [...table.columns.values()]
    .filter((column) => column.type === 'string')
    .map(({ name }) => name);
  return (row) => {
    const text = names
      .map((name) => read(row, name))
      .join('\n')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  };
}

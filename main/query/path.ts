import type { FieldType } from '../../preload/contract/records.ts';
import { typeOf } from './columns.ts';
import { QueryError } from './error.ts';
import type { Table } from './table.ts';

/** A field of a record, or of one that references lead to: `assigned_to.manager.name`. */
export interface Path {
  /** The references on the way: their fields and the tables they lead to. */
  readonly hops: readonly Hop[];
  /** The field at the end, in the table of the last hop. */
  readonly field: string;
  readonly type: FieldType;
}

export interface Hop {
  readonly field: string;
  readonly table: Table;
}

/**
 * The way to a field that `term` names, dot-walked over references. A field whose own name has dots (`record.state` in
 * the rules of a form) goes before a walk. Throws QueryError for an unknown field, a step over something else than a
 * reference, and a reference to a table that is not cached.
 */
export function pathOf(table: Table, name: string, term: string): Path {
  const type = table.types.get(name);
  if (type !== undefined) return { hops: [], field: name, type };
  const field = firstStep(table, name);
  if (field === null) return { hops: [], field: name, type: typeOf(table.types, name, term) };
  if (table.types.get(field) !== 'reference') {
    throw new QueryError(term, `"${term}" asks for ${name}, but ${field} refers to no other record`);
  }
  const target = table.references.get(field);
  if (!target) {
    throw new QueryError(
      term,
      `"${term}" asks for ${name}, but the records that ${field} refers to are not cached`,
    );
  }
  const further = pathOf(target, name.slice(field.length + 1), term);
  return { ...further, hops: [{ field, table: target }, ...further.hops] };
}

/** The longest part before a dot that is a field of the table. */
function firstStep(table: Table, name: string): string | null {
  for (let end = name.lastIndexOf('.'); end > 0; end = name.lastIndexOf('.', end - 1)) {
    const field = name.slice(0, end);
    if (table.types.has(field)) return field;
  }
  return null;
}

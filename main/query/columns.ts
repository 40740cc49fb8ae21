import type { FieldType } from '../../preload/contract/records.ts';
import { QueryError } from './error.ts';

/** What an evaluator knows of a table: its fields by name, `sys_id` and the other `sys_` fields among them. */
export type Fields = ReadonlyMap<string, FieldType>;

/** Type of a field named in `term`. Throws QueryError if the table (or its cache) has no such field. */
export function typeOf(fields: Fields, field: string, term: string): FieldType {
  const type = fields.get(field);
  if (type === undefined) {
    throw new QueryError(term, `"${term}" asks for ${field}, which is not among the fields that are cached`);
  }
  return type;
}

/**
 * Column (in SQL) or property (of a record) with what a person sees of a field: `dv_<field>` for a reference, as in
 * ServiceNow's own exports, the field itself for the rest. Choices are compared by value: an instance compares so too.
 * Of `record.assigned_to` it is `record.dv_assigned_to`.
 */
export function shownColumn(field: string, type: FieldType): string {
  if (type !== 'reference') return field;
  const end = field.lastIndexOf('.') + 1;
  return `${field.slice(0, end)}dv_${field.slice(end)}`;
}

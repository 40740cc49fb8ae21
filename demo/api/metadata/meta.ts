import { result, type Answer } from '../../http/answer.ts';
import type { SignedCall } from '../../http/call.ts';
import type { Instance } from '../../instance.ts';
import type { Column } from '../../schema/column.ts';
import type { Schema } from '../../schema/schema.ts';
import { tableNamed } from '../table/parameters.ts';

/** `GET /api/now/ui/meta/{table}`: what a client needs to label, show and fill in a table's fields. */
export function tableMeta({ store }: Instance, call: SignedCall): Answer {
  const table = tableNamed(store.schema, call);
  const columns = [...table.columns.values()].map(
    (column) => [column.name, describe(store.schema, column)] as const,
  );
  return result({
    name: table.name,
    label: table.label,
    plural: table.plural,
    display_field: table.display,
    super_class: table.extends,
    columns: Object.fromEntries(columns),
  });
}

function describe(schema: Schema, column: Column): Record<string, unknown> {
  return {
    name: column.name,
    label: column.label,
    type: column.choices.length > 0 ? 'choice' : column.type.toLowerCase(),
    internal_type: column.type,
    mandatory: column.mandatory,
    read_only: column.readOnly,
    max_length: column.maxLength,
    default: column.default,
    ...(column.reference !== '' && {
      reference: column.reference,
      reference_display_field: schema.get(column.reference)?.display ?? '',
    }),
    ...(column.choices.length > 0 && { choices: column.choices }),
  };
}

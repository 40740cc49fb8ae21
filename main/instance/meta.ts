import { z } from 'zod';
import type { FieldType } from '../../preload/contract/records.ts';

/** What the instance's dictionary says of one table. */
export interface TableMeta {
  table: string;
  label: string;
  fields: FieldMeta[];
}

export interface FieldMeta {
  name: string;
  label: string;
  type: FieldType;
  /** Table that a reference points to; null for other types. */
  reference: string | null;
  maxLength: number | null;
  choices: { value: string; label: string }[];
}

const answer = z.object({
  result: z.object({
    label: z.string().optional(),
    columns: z.record(
      z.string(),
      z.object({
        label: z.string().optional(),
        type: z.string().optional(),
        internal_type: z.string().optional(),
        reference: z.string().nullish(),
        max_length: z.coerce.number().nullish(),
        choices: z.array(z.object({ value: z.string(), label: z.string() })).nullish(),
      }),
    ),
  }),
});

/** ServiceNow's internal types as far as Outpost treats them differently; everything else is a string. */
const TYPES: Record<string, FieldType> = {
  integer: 'integer',
  longint: 'integer',
  order_index: 'integer',
  decimal: 'decimal',
  float: 'decimal',
  currency: 'decimal',
  price: 'decimal',
  percent_complete: 'decimal',
  boolean: 'boolean',
  glide_date: 'date',
  glide_date_time: 'datetime',
  due_date: 'datetime',
  reference: 'reference',
  journal: 'journal',
  journal_input: 'journal',
  journal_list: 'journal',
};

/**
 * Reads the answer of `GET /api/now/ui/meta/{table}` (docs/instance.md C6.1). A field with choices is a choice
 * whatever its storage type, as `state` is an integer with labels. Throws when the answer has another shape.
 */
export function tableMeta(table: string, json: unknown): TableMeta {
  const { label, columns } = answer.parse(json).result;
  return {
    table,
    label: label ?? table,
    fields: Object.entries(columns).map(([name, column]) => {
      const choices = column.choices ?? [];
      const type = TYPES[column.internal_type ?? column.type ?? ''] ?? 'string';
      return {
        name,
        label: column.label ?? name,
        type: choices.length > 0 && type !== 'boolean' ? 'choice' : type,
        reference: type === 'reference' ? (column.reference ?? null) : null,
        maxLength: column.max_length ?? null,
        choices,
      };
    }),
  };
}

import { requireTable } from '../../access/access.ts';
import { isOn, type Call, type SignedCall } from '../../http/call.ts';
import { Refusal } from '../../refusal.ts';
import type { Schema } from '../../schema/schema.ts';
import type { Table } from '../../schema/table.ts';

type Display = 'false' | 'true' | 'all';

/** How records are to be shown, from the request's parameters. */
export interface Shape {
  /** Paths in the order they were asked for; null for all columns. */
  fields: readonly string[] | null;
  display: Display;
  links: boolean;
}

const MOST_ROWS = 10_000;

export function shapeOf(call: Call, { views }: Table): Shape {
  const display = call.query.get('sysparm_display_value');
  const fields = (call.query.get('sysparm_fields') ?? '').split(',').map((field) => field.trim());
  const named = [...new Set(fields.filter(Boolean))];
  return {
    fields: named.length > 0 ? named : (views.get(call.query.get('sysparm_view') ?? '') ?? null),
    display: display === 'true' || display === 'all' ? display : 'false',
    links: !isOn(call, 'sysparm_exclude_reference_link'),
  };
}

/** The window of a list: how many from where. */
export function windowOf(call: Call, most = MOST_ROWS): { limit: number; offset: number } {
  return {
    limit: wholeNumber(call, 'sysparm_limit', most),
    offset: wholeNumber(call, 'sysparm_offset', 0),
  };
}

/** The table a path names, if the user may ask about it. */
export function tableNamed(schema: Schema, call: SignedCall): Table {
  const name = call.params['table'];
  const table = schema.get(name ?? '');
  if (!table) throw new Refusal(400, `Invalid table ${(name ?? '').slice(0, 80)}`, null);
  requireTable(call.session, table.name);
  return table;
}

function wholeNumber(call: Call, parameter: string, otherwise: number): number {
  const text = call.query.get(parameter)?.trim() ?? '';
  if (text.startsWith('-'))
    throw new Refusal(400, `Invalid value for ${parameter}`, 'It must not be negative');
  return /^\d{1,9}$/.test(text) ? Number(text) : otherwise;
}

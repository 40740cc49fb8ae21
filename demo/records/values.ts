import { moment, stamp } from '../clock.ts';
import { isNumber, type Column } from '../schema/column.ts';
import type { Table } from '../schema/table.ts';

/** What a request wants set: raw values by column, and what goes into the journals. */
export interface Wanted {
  values: Record<string, string>;
  notes: Map<string, string>;
  /** Leaves who changed it, when and how often as they are (`autoSysFields(false)`). */
  quiet?: boolean;
}

/**
 * Takes from a body what the table has columns for, as the columns keep it. Unknown and read-only columns are left out
 * without a word, as on the instance; a `sys_id` is let through only for a new record. `meant` turns what people read
 * into what is kept, for `sysparm_input_display_value`.
 */
export function wanted(
  table: Table,
  body: Readonly<Record<string, unknown>>,
  isNew: boolean,
  meant: (column: Column, text: string) => string = (_column, text) => text,
): Wanted {
  const result: Wanted = { values: {}, notes: new Map() };
  for (const [name, given] of Object.entries(body)) {
    const column = table.columns.get(name);
    const text = plainText(given);
    if (!column || text === null) continue;
    if (column.type === 'journal_input') {
      if (text.trim() !== '') result.notes.set(name, text);
    } else if (!column.readOnly || (isNew && name === 'sys_id')) {
      const value = kept(column, meant(column, text));
      if (value !== null) result.values[name] = value;
    }
  }
  return result;
}

/** A JSON value as the text it stands for; null for what stands for none. */
function plainText(given: unknown): string | null {
  if (typeof given === 'string') return given;
  if (typeof given === 'number' || typeof given === 'boolean') return String(given);
  if (given === null) return '';
  if (typeof given === 'object' && 'value' in given) return plainText(given.value);
  return null;
}

/** The text as the column keeps it; null when the column stays as it is. */
function kept(column: Column, text: string): string | null {
  if (column.type === 'boolean') return text === 'true' || text === '1' ? 'true' : 'false';
  if (column.choices.length > 0 && text === '') return column.default === '' ? '' : null;
  if (column.type === 'glide_date_time') {
    const time = moment(text);
    return time === null ? '' : stamp(time);
  }
  if (isNumber(column) && text !== '' && Number.isNaN(Number(text))) return null;
  return text.slice(0, column.maxLength);
}

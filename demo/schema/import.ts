import { choice, reference, text, type Column } from './column.ts';
import { table, type Table, type TransformMap } from './table.ts';

const states = [
  ['inserted', 'Inserted'],
  ['updated', 'Updated'],
  ['ignored', 'Ignored'],
  ['error', 'Error'],
] as const;

/** What came in with one request. */
export const importSet = table({
  name: 'sys_import_set',
  label: 'Import Set',
  display: 'number',
  numbering: { prefix: 'ISET', first: 10_001 },
  columns: [text('number', 'Number', 40), text('table_name', 'Table', 80)],
});

/** A table that takes what is imported; beside it stands what became of it. */
export function staging(name: string, label: string, transform: TransformMap, columns: Column[]): Table {
  return table({
    name,
    label,
    plural: label,
    transform,
    columns: [
      ...columns,
      reference('sys_import_set', 'Import set', 'sys_import_set'),
      choice('sys_import_state', 'State', states, ''),
      text('sys_import_state_comment', 'Comment', 1000),
      text('sys_target_table', 'Target table', 80),
      text('sys_target_sys_id', 'Target sys ID', 32),
    ],
  });
}

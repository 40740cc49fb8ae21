import { choice, reference, text, type Column } from './column.ts';
import { table } from './table.ts';

const states = [
  ['inserted', 'Inserted'],
  ['updated', 'Updated'],
  ['ignored', 'Ignored'],
  ['error', 'Error'],
] as const;

const set = table({
  name: 'sys_import_set',
  label: 'Import Set',
  display: 'number',
  columns: [text('number', 'Number', 40), text('table_name', 'Table', 80)],
});

/** A table that takes what is imported; beside it stands what became of it. */
const staging = (name: string, label: string, columns: Column[]) =>
  table({
    name,
    label,
    plural: label,
    columns: [
      ...columns,
      reference('sys_import_set', 'Import set', 'sys_import_set'),
      choice('sys_import_state', 'State', states, ''),
      text('sys_import_state_comment', 'Comment', 1000),
      text('sys_target_table', 'Target table', 80),
      text('sys_target_sys_id', 'Target sys ID', 32),
    ],
  });

const tasks = staging('x_outpost_imp_task', 'Imported Tasks', [
  text('u_number', 'Number', 40),
  text('u_short_description', 'Short description', 160),
  text('u_description', 'Description', 4000),
  text('u_priority', 'Priority', 40),
  text('u_skills', 'Skills', 255),
  text('u_state', 'State', 40),
]);

const companies = staging('x_outpost_imp_company', 'Imported Companies', [
  text('u_name', 'Name', 80),
  text('u_street', 'Street', 255),
  text('u_city', 'City', 50),
  text('u_zip', 'Zip', 40),
  text('u_phone', 'Phone', 40),
]);

/** Tables that data comes in through. */
export const importTables = [set, tasks, companies];

import { text } from '../../schema/column.ts';
import { importSet, staging } from '../../schema/import.ts';

const tasks = staging(
  'x_outpost_imp_task',
  'Imported Tasks',
  {
    name: 'Field service tasks',
    target: 'wm_task',
    fields: new Map([
      ['u_number', 'number'],
      ['u_short_description', 'short_description'],
      ['u_description', 'description'],
      ['u_priority', 'priority'],
      ['u_skills', 'skills'],
      ['u_state', 'state'],
    ]),
    coalesce: 'number',
  },
  [
    text('u_number', 'Number', 40),
    text('u_short_description', 'Short description', 160),
    text('u_description', 'Description', 4000),
    text('u_priority', 'Priority', 40),
    text('u_skills', 'Skills', 255),
    text('u_state', 'State', 40),
  ],
);

const companies = staging(
  'x_outpost_imp_company',
  'Imported Companies',
  {
    name: 'Customers',
    target: 'core_company',
    fields: new Map([
      ['u_name', 'name'],
      ['u_street', 'street'],
      ['u_city', 'city'],
      ['u_zip', 'zip'],
      ['u_phone', 'phone'],
    ]),
    coalesce: 'name',
  },
  [
    text('u_name', 'Name', 80),
    text('u_street', 'Street', 255),
    text('u_city', 'City', 50),
    text('u_zip', 'Zip', 40),
    text('u_phone', 'Phone', 40),
  ],
);

/** Tables that data comes in through. */
export const importTables = [importSet, tasks, companies];

import { expect } from 'vitest';
import type { FieldMeta, TableMeta } from '../../main/instance/meta.ts';
import { learnTable, readDictionary } from '../../main/records/dictionary.ts';
import { test } from '../support/laptop.ts';

const field = (name: string): FieldMeta => ({
  name,
  label: name.toUpperCase(),
  type: 'string',
  reference: null,
  maxLength: 40,
  choices: [
    { value: '2', label: 'Two' },
    { value: '1', label: 'One' },
  ],
});
const tasks: TableMeta = { table: 'wm_task', label: 'Task', fields: [field('state'), field('number')] };

test('a table as it was learnt says nothing new; every difference does', ({ database }) => {
  const dictionary = database.transaction((write) => {
    learnTable(write, tasks);
    return readDictionary(write);
  });
  expect(dictionary.says(tasks)).toBe(true);
  const [state, number] = [field('state'), field('number')];
  const others: TableMeta[] = [
    { ...tasks, table: 'wm_order' },
    { ...tasks, label: 'Job' },
    { ...tasks, fields: [state] },
    { ...tasks, fields: [state, number, field('priority')] },
    { ...tasks, fields: [state, { ...number, label: 'No.' }] },
    { ...tasks, fields: [state, { ...number, choices: [...number.choices].reverse() }] },
  ];
  for (const other of others) expect(dictionary.says(other)).toBe(false);
});

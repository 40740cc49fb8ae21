import { expect } from 'vitest';
import { searchReference } from '../../main/actions/reference.ts';
import type { Database } from '../../main/database/database.ts';
import { actionOf, type Catalog, tableOf } from '../../main/records/catalog.ts';
import { context, sysId } from '../support/catalog.ts';
import { take } from '../support/laptop.ts';
import { test } from './definition.ts';

const people = [
  { name: 'Abel Tesfaye', title: 'Fitter', active: 'true' },
  { name: 'Zoë Quinn', title: 'Supervisor', active: 'true' },
  { name: 'Abel Old', title: 'Fitter', active: 'false' },
  { name: 'Ann^ORname', title: '', active: 'true' },
];

function found(database: Database, catalog: Catalog, typed: string): string[] {
  take(database, tableOf(catalog, 'sys_user'), people);
  const options = searchReference(
    database,
    catalog,
    actionOf(catalog, 'assign'),
    'assigned_to',
    typed,
    context.now,
  );
  return options.map(({ display }) => display);
}

test.for([
  ['nothing', '', ['Abel Tesfaye', 'Ann^ORname', 'Zoë Quinn']],
  ['a part of a name', 'bel', ['Abel Tesfaye']],
  ['parts of name and title', 'fit TES', ['Abel Tesfaye']],
  ['a word that nobody has beside one that somebody has', 'abel supervisor', []],
  ['somebody who may not be chosen', 'old', []],
  ['what would be a query', '^ORname', ['Ann^ORname']],
  ['what would be all, were it a query', 'x^ORactive=true', []],
  ['a wildcard', '%', []],
  ['white space', '  ', ['Abel Tesfaye', 'Ann^ORname', 'Zoë Quinn']],
] as const)('%s typed finds', ([, typed, names], { database, catalog }) => {
  expect(found(database, catalog, typed)).toEqual(names);
});

test('an option shows who it is, and a second line where there is one', ({ database, catalog }) => {
  take(database, tableOf(catalog, 'sys_user'), people);
  const options = searchReference(
    database,
    catalog,
    actionOf(catalog, 'assign'),
    'assigned_to',
    '',
    context.now,
  );
  expect(options.slice(0, 2)).toEqual([
    { sys_id: sysId(0), display: 'Abel Tesfaye', detail: 'Fitter' },
    { sys_id: sysId(3), display: 'Ann^ORname', detail: null },
  ]);
});

test('so many are offered that a person can look through them', ({ database, catalog }) => {
  const many = Array.from({ length: 50 }, (_, at) => ({ name: `P${at}`, active: 'true' }));
  take(database, tableOf(catalog, 'sys_user'), many);
  expect(
    searchReference(database, catalog, actionOf(catalog, 'assign'), 'assigned_to', '', context.now),
  ).toHaveLength(20);
});

test('an input that is no reference has nobody to offer', ({ database, catalog }) => {
  expect(() =>
    searchReference(database, catalog, actionOf(catalog, 'close-complete'), 'close_notes', '', context.now),
  ).toThrow('Close complete has no reference input close_notes');
});

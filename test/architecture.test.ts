import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { circles, type Import, importsOf, root, sourceFiles } from './support/imports.ts';

/**
 * Who may import whom: this table is the document of the architecture. A part may import itself; of what ends in
 * `:types` only the types. `node` is what Node itself brings. Data goes one way:
 *
 *     screen -> preload/contract -> ipc -> calls -> actions -> outbox + records -> database
 *     sync -> delivery: outbox -> instance -> outbox + records
 *     sync -> pull: instance -> records
 *
 * The instance knows no database, records and the Outbox know not each other: delivery and actions join them. A kind of step is whole in
 * main/delivery/kinds, so actions compile through it; they send nothing.
 * Electron is known to its host and the preload only, so that everything else runs, and is tested, without it.
 */
const allowed: Record<string, string> = {
  // What the processes say to each other.
  'preload/contract': '',
  'preload/index.ts': 'preload/contract electron',
  renderer: 'preload/contract svelte',

  // The engine, from its leaves to its root.
  'main/problem.ts': 'preload/contract:types',
  'main/services.ts': 'preload/contract:types',
  'main/query': 'preload/contract:types kysely',
  migrations: 'kysely',
  'main/database': 'main/query migrations preload/contract:types kysely better-sqlite3 node',
  'main/definition': 'main/query main/problem.ts zod node',
  'main/instance': 'main/query main/services.ts:types preload/contract:types got zod node',
  'main/records':
    'main/database main/query main/definition:types main/instance:types main/problem.ts preload/contract:types kysely node',
  'main/files': 'main/database main/problem.ts preload/contract zod node',
  'main/drafts': 'main/records main/database preload/contract:types',
  'main/outbox/journal': 'main/database preload/contract:types kysely node',
  'main/outbox':
    'main/outbox/journal main/files main/database main/problem.ts preload/contract:types kysely zod',
  'main/link.ts':
    'main/outbox:types main/database:types main/instance:types main/records:types main/services.ts:types',
  'main/pull': 'main/link.ts:types main/records main/query main/instance zod',
  'main/delivery':
    'main/pull main/link.ts:types main/outbox main/outbox/journal main/records main/files main/definition main/query main/database main/instance main/services.ts:types preload/contract:types kysely zod',
  // Compiles through the kinds of steps, and sends nothing.
  'main/actions':
    'main/delivery main/outbox main/records main/files main/drafts main/query main/definition main/database:types main/problem.ts preload/contract:types',
  'main/sync':
    'main/delivery main/pull main/link.ts:types main/outbox main/records main/instance main/services.ts:types preload/contract:types',
  'main/handover':
    'main/outbox main/outbox/journal main/records main/files main/database:types main/problem.ts preload/contract age-encryption zod node',
  'main/account':
    'main/sync main/delivery main/link.ts:types main/outbox main/outbox/journal main/records main/files main/definition main/database main/instance main/problem.ts main/services.ts:types preload/contract:types zod node',
  'main/calls':
    'main/account main/actions main/handover main/delivery main/outbox main/outbox/journal main/records main/files main/drafts main/query main/definition:types main/database main/problem.ts main/services.ts:types preload/contract zod',
  'main/ipc':
    'main/account:types main/calls main/outbox main/records main/drafts main/query main/database main/instance main/problem.ts main/services.ts:types preload/contract zod',
  'main/engine.ts': 'main/account main/ipc main/instance main/services.ts:types preload/contract:types',

  // The hosts: a thread for the engine, a window for the renderer.
  'main/host':
    'main/engine.ts main/services.ts:types main/host/start scripts preload/contract electron-log:types node',
  'main/host/electron': 'main/host main/services.ts:types preload/contract electron electron-log node',
  'main/host/web': 'main/host main/services.ts:types preload/contract electron-log package.json node',
  'main/host/start': 'main/host node',
  scripts: 'vite node',

  // The demo: a program of its own, which shares nothing with the app it serves. First what an instance has and does.
  'demo/assumptions.ts': '',
  'demo/clock.ts': '',
  'demo/limits.ts': '',
  'demo/refusal.ts': '',
  'demo/schema': '',
  'demo/store': 'demo/schema better-sqlite3 node',
  'demo/access': 'demo/store demo/schema:types demo/refusal.ts',
  'demo/ledger': 'demo/store:types',
  'demo/query': 'demo/store demo/schema demo/assumptions.ts:types demo/clock.ts',
  'demo/records':
    'demo/query demo/access:types demo/store demo/schema demo/assumptions.ts:types demo/clock.ts demo/refusal.ts node',
  'demo/files': 'node',
  'demo/faults': 'demo/refusal.ts zod',
  'demo/http':
    'demo/access:types demo/store:types demo/files:types demo/limits.ts:types demo/refusal.ts node:types',
  'demo/html': 'demo/http:types',
  'demo/auth': 'demo/html demo/http demo/access demo/store demo/assumptions.ts:types demo/refusal.ts node',
  'demo/instance.ts':
    'demo/auth:types demo/http:types demo/faults:types demo/files:types demo/records:types demo/query:types ' +
    'demo/ledger:types demo/access:types demo/store:types demo/limits.ts:types demo/assumptions.ts:types',

  // Then how it is asked, and how it goes wrong.
  'demo/api/table':
    'demo/instance.ts:types demo/http demo/records demo/query demo/ledger:types demo/access demo/store ' +
    'demo/schema:types demo/clock.ts demo/refusal.ts',
  'demo/api/aggregate': 'demo/api/table demo/instance.ts:types demo/http demo/query demo/store:types',
  'demo/api/attachment':
    'demo/api/table demo/instance.ts:types demo/http demo/files:types demo/records demo/query demo/access demo/store ' +
    'demo/clock.ts demo/limits.ts:types demo/refusal.ts @fastify/busboy pngjs node:types',
  'demo/api/import':
    'demo/api/table demo/instance.ts:types demo/http demo/records demo/access demo/store demo/schema:types ' +
    'demo/refusal.ts',
  'demo/api/metadata': 'demo/api/table demo/instance.ts:types demo/http demo/store demo/schema:types',
  'demo/strike':
    'demo/api/table demo/instance.ts:types demo/faults:types demo/http demo/records demo/query demo/access demo/store ' +
    'demo/refusal.ts',
  'demo/api/batch':
    'demo/strike demo/api/attachment demo/instance.ts:types demo/http demo/refusal.ts zod node',
  'demo/api':
    'demo/api/batch demo/api/metadata demo/api/import demo/api/attachment demo/api/aggregate demo/api/table ' +
    'demo/instance.ts:types demo/auth demo/http demo/access:types demo/refusal.ts',
  'demo/page':
    'demo/api/table demo/instance.ts:types demo/html demo/http:types demo/faults demo/records demo/query ' +
    'demo/ledger:types demo/access demo/store demo/schema:types demo/refusal.ts node:types',
  'demo/control': 'demo/page demo/faults demo/http demo/refusal.ts node:types',
  'demo/serve':
    'demo/control demo/page:types demo/api demo/strike demo/api/attachment demo/instance.ts:types demo/http selfsigned node',

  // The field-service company, whose instance it is; nobody knows it but who builds the instance.
  'demo/service/schema': 'demo/schema',
  'demo/service/rules': 'demo/service/schema demo/records:types demo/access:types demo/store demo/clock.ts',
  'demo/service/seed':
    'demo/service/rules demo/service/schema demo/records demo/store demo/schema:types demo/clock.ts node',
  'demo/service/scripted': 'demo/service/rules demo/instance.ts:types demo/http demo/store demo/refusal.ts',
  'demo/service': 'demo/page:types',

  'demo/build':
    'demo/service demo/service/scripted demo/service/seed demo/service/rules demo/service/schema demo/page:types ' +
    'demo/api demo/instance.ts:types demo/auth demo/faults demo/files demo/http demo/records demo/query demo/ledger ' +
    'demo/access demo/store demo/schema:types demo/limits.ts demo/assumptions.ts zod node',
  demo:
    'demo/build demo/serve demo/page demo/instance.ts:types demo/faults demo/ledger:types demo/store:types ' +
    'demo/assumptions.ts zod node',
};

const files = sourceFiles('main', 'preload', 'renderer', 'migrations', 'scripts', 'demo');
const imports = files.flatMap(importsOf);
const everywhere = [
  ...files,
  ...sourceFiles('test'),
  ...(existsSync(join(root, 'bench')) ? sourceFiles('bench') : []),
];

const importsEverywhere = everywhere.flatMap(importsOf);

/** The part of the table that a file belongs to (the narrowest), or the package that a name is of. */
function partOf(name: string): string {
  const parts = Object.keys(allowed).filter((part) => name === part || name.startsWith(`${part}/`));
  const narrowest = parts.sort((a, b) => b.length - a.length)[0];
  if (narrowest !== undefined) return narrowest;
  if (name.startsWith('node:')) return 'node';
  return files.includes(name) ? name : (/^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name);
}

/** What an import makes use of, as the table writes it. */
const use = ({ to, typesOnly }: Import) => `${partOf(to)}${typesOnly ? ':types' : ''}`;
const grants = new Map(
  Object.entries(allowed).map(([part, names]) => [part, names.split(' ').filter(Boolean)]),
);
const leaves = imports.filter(({ from, to }) => partOf(from) !== partOf(to));

test('every file belongs to a part of the table', () => {
  expect(files.filter((file) => !grants.has(partOf(file)))).toEqual([]);
});

test('nothing is imported but what the table allows', () => {
  const refused = leaves.filter((one) => {
    const granted = grants.get(partOf(one.from)) ?? [];
    return !granted.includes(partOf(one.to)) && !granted.includes(use(one));
  });
  expect(refused.map((one) => `${one.from} imports ${one.to} (${use(one)})`)).toEqual([]);
});

test('the table allows nothing that nobody needs', () => {
  const used = new Set(
    leaves.flatMap((one) => {
      const part = partOf(one.from);
      return one.typesOnly
        ? [`${part} -> ${use(one)}`]
        : [`${part} -> ${use(one)}`, `${part} -> ${use(one)}:types`];
    }),
  );
  const unused = [...grants].flatMap(([part, granted]) =>
    granted.filter((name) => !used.has(`${part} -> ${name}`)).map((name) => `${part} -> ${name}`),
  );
  expect(unused).toEqual([]);
});

test('in the app and the demo nothing imports in a circle, not even types', () => {
  expect(circles(imports)).toEqual([]);
});

test('anywhere else no circle is left at run time', () => {
  const atRunTime = importsEverywhere.filter(({ typesOnly }) => !typesOnly);
  expect(circles(atRunTime)).toEqual([]);
});

test('no file passes on what another has', () => {
  expect(importsEverywhere.filter(({ passedOn }) => passedOn)).toEqual([]);
  expect(everywhere.filter((file) => /(^|\/)index\.\w+$/.test(file))).toEqual(['preload/index.ts']);
});

test('an import says which file it means', () => {
  const relative = importsEverywhere.filter(({ to }) =>
    /^(main|preload|renderer|migrations|scripts|demo|test|bench)\//.test(to),
  );
  expect(relative.filter(({ to }) => !existsSync(join(root, to)))).toEqual([]);
  expect(readFileSync(join(root, 'tsconfig.json'), 'utf8')).not.toMatch(/"paths"|"baseUrl"/);
});

test('no name says nothing', () => {
  const empty = new Set([
    'util',
    'utils',
    'helper',
    'helpers',
    'common',
    'manager',
    'managers',
    'misc',
    'shared',
  ]);
  const words = (name: string) =>
    name
      .replace(/([a-z])([A-Z])/g, '$1-$2')
      .toLowerCase()
      .split(/[^a-z]+/);
  expect(everywhere.filter((file) => words(file).some((word) => empty.has(word)))).toEqual([]);
});

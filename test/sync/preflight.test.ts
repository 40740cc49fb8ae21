import { expect } from 'vitest';
import type { Database } from '../../main/database/database.ts';
import { Instance } from '../../main/instance/instance.ts';
import { Tokens } from '../../main/instance/tokens.ts';
import { Transport } from '../../main/instance/transport.ts';
import type { RawAnswer } from '../../main/instance/failed.ts';
import { readEntry } from '../../main/outbox/entries.ts';
import type { Entry } from '../../main/outbox/entry.ts';
import type { CompiledStep } from '../../main/outbox/steps.ts';
import type { Catalog } from '../../main/records/catalog.ts';
import type { Link } from '../../main/sync/link.ts';
import { preflight } from '../../main/sync/preflight.ts';
import { sysId } from '../support/catalog.ts';
import { addBareEntry } from '../support/entry.ts';
import { test } from '../support/laptop.ts';
import { memorySecrets } from '../support/secrets.ts';

const cell = (value: string) => ({ value, display_value: value });
const recordOf = (sys_id: string, fields: Record<string, string> = {}) => {
  const all = { sys_id, sys_mod_count: '4', sys_updated_by: 'someone.else', ...fields };
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, cell(value)]));
};
const update = (table: string, record: string, state: string): CompiledStep => {
  const seen = { state: { value: '16', display: 'Assigned' } };
  return { do: 'update', table, sys_id: record, fields: { state }, seen, modCount: '3', policies: {} };
};

/** Sync's link to an instance that answers reads so, and what it was asked for. */
async function linkTo(
  database: Database,
  catalog: Catalog,
  answer: (asked: URL) => { status: number; json: unknown },
): Promise<{ link: Link; asked: URL[] }> {
  const asked: URL[] = [];
  const wire = {
    send: ({ path }: { path: string }): Promise<RawAnswer> => {
      const url = new URL(path, 'https://instance.example');
      const isGrant = url.pathname === '/oauth_token.do';
      if (!isGrant) asked.push(url);
      const grant = { access_token: 'a', refresh_token: 'r', expires_in: 1800 };
      const { status, json } = isGrant ? { status: 200, json: grant } : answer(url);
      const headers = { 'content-type': 'application/json' };
      return Promise.resolve({ status, headers, body: JSON.stringify(json) });
    },
    close: () => undefined,
  };
  const transport = new Transport(wire, () => 0);
  const tokens = new Tokens(transport, memorySecrets(), 'a1', () => 0);
  await tokens.signIn({ userName: 'a', password: 'a', clientId: null, clientSecret: null });
  const nothing = () => undefined;
  const link: Link = {
    ...{ database, instance: new Instance(transport, tokens, () => 0), catalog: () => catalog },
    time: { now: () => 0, after: () => nothing },
    random: () => 0,
    log: { info: nothing, warn: nothing, error: nothing },
    filePath: (hash) => hash,
    ...{ uploading: nothing, refreshDefinition: () => Promise.resolve(), connectionChanged: nothing },
    ...{ recordsChanged: nothing, entryChanged: nothing },
  };
  return { link, asked };
}

function candidate(database: Database, ...steps: CompiledStep[]): { entry: Entry; step: number } {
  const entry = readEntry(database, addBareEntry(database, { steps }));
  if (!entry) throw new Error('it is not there');
  return { entry, step: 0 };
}

test('entries that travel together are looked at with one request for each table, and no more is asked than needed', async ({
  database,
  catalog,
}) => {
  const { link, asked } = await linkTo(database, catalog, (url) => {
    const [, ids = ''] = (url.searchParams.get('sysparm_query') ?? '').split('sys_idIN');
    return { status: 200, json: { result: ids.split(',').map((id) => recordOf(id, { state: '16' })) } };
  });
  const candidates = [
    ...[1, 2, 3, 3].map((at) => candidate(database, update('wm_task', sysId(at), '17'))),
    candidate(database, update('wm_order', sysId(9), '18')),
    candidate(database, { do: 'note', table: 'wm_task', sys_id: sysId(1), field: 'comments', text: 'a' }),
  ];
  const verdicts = await preflight(link, candidates);
  expect([...verdicts.values()].map(({ verdict }) => verdict)).toEqual(candidates.map(() => 'go'));
  expect(asked.map((url) => [url.pathname, url.searchParams.get('sysparm_query')])).toEqual([
    ['/api/now/table/wm_task', `sys_idIN${sysId(1)},${sysId(2)},${sysId(3)}`],
    ['/api/now/table/wm_order', `sys_idIN${sysId(9)}`],
  ]);
  const fields = asked[0]?.searchParams.get('sysparm_fields')?.split(',') ?? [];
  expect(fields).toEqual(expect.arrayContaining(['sys_id', 'sys_mod_count', 'sys_updated_by', 'state']));
  expect(new Set(fields).size).toBe(fields.length);
});

test('more records than fit into one request are asked for in several', async ({ database, catalog }) => {
  const { link, asked } = await linkTo(database, catalog, () => ({ status: 200, json: { result: [] } }));
  const steps = Array.from({ length: 41 }, (_, at) => update('wm_task', sysId(at), '17'));
  const verdicts = await preflight(
    link,
    steps.map((step) => candidate(database, step)),
  );
  expect(asked.length).toBe(3);
  expect([...verdicts.values()].every(({ verdict }) => verdict === 'conflict')).toBe(true);
});

test('a record that the instance has just told is not asked for again, and compared all the same', async ({
  database,
  catalog,
}) => {
  const { link, asked } = await linkTo(database, catalog, () => ({ status: 500, json: {} }));
  const given = candidate(database, update('wm_task', sysId(1), '17'));
  const told = recordOf(sysId(1), { state: '18' });
  const verdicts = await preflight(link, [{ ...given, told }]);
  expect(verdicts.get(given.entry.seq)).toMatchObject({ verdict: 'conflict' });
  expect(asked).toEqual([]);
});

test('where the instance shows nobody a table, what is sent is left to it', async ({ database, catalog }) => {
  const error = { error: { message: 'User Not Authorized', detail: null }, status: 'failure' };
  const { link } = await linkTo(database, catalog, () => ({ status: 403, json: error }));
  const given = candidate(database, update('wm_task', sysId(1), '17'));
  expect((await preflight(link, [given])).get(given.entry.seq)).toMatchObject({ verdict: 'go' });
});

test('an instance that cannot be asked lets nothing go', async ({ database, catalog }) => {
  const { link } = await linkTo(database, catalog, () => ({ status: 503, json: {} }));
  await expect(
    preflight(link, [candidate(database, update('wm_task', sysId(1), '17'))]),
  ).rejects.toMatchObject({ failure: { kind: 'retry-later' } });
});

import { expect } from 'vitest';
import { ask, resultOf, rowsOf } from './ask.ts';
import { CHOSEN, conform } from './conformance.ts';

const AGGREGATE = 'ServiceNowDocs api-reference/rest-apis/c_AggregateAPI.md';
const IMPORT = 'ServiceNowDocs api-reference/rest-apis/c_ImportSetAPI.md';
const STATS = '/api/now/stats/wm_task';
const STAGING = '/api/now/import/x_outpost_imp_task';

conform('Aggregate and Import Set APIs', [
  {
    fact: 'a count is a string',
    source: AGGREGATE,
    ask: { path: STATS, query: { sysparm_count: 'true' } },
    status: 200,
    also: (reply) => {
      expect(reply.json).toEqual({ result: { stats: { count: '60' } } });
    },
  },
  {
    fact: 'figures of fields are nested under their function',
    source: AGGREGATE,
    ask: {
      path: STATS,
      query: {
        sysparm_query: 'numberINWOT0010001,WOT0010004',
        sysparm_min_fields: 'number',
        sysparm_max_fields: 'number',
        sysparm_sum_fields: 'state',
        sysparm_avg_fields: 'state',
      },
    },
    status: 200,
    also: (reply) => {
      expect(reply.json).toEqual({
        result: {
          stats: {
            min: { number: 'WOT0010001' },
            max: { number: 'WOT0010004' },
            sum: { state: '32' },
            avg: { state: '16' },
          },
        },
      });
    },
  },
  {
    fact: 'groups are a list',
    source: AGGREGATE,
    ask: {
      path: STATS,
      query: {
        sysparm_count: 'true',
        sysparm_group_by: 'state',
        sysparm_query: 'numberINWOT0010001,WOT0010003,WOT0010004',
        sysparm_display_value: 'true',
      },
    },
    status: 200,
    also: (reply) => {
      expect(reply.json).toEqual({
        result: [
          { stats: { count: '1' }, groupby_fields: [{ field: 'state', value: 'Accepted' }] },
          { stats: { count: '2' }, groupby_fields: [{ field: 'state', value: 'Assigned' }] },
        ],
      });
    },
  },
  {
    fact: 'groups can be left out and ordered by their figures',
    source: AGGREGATE,
    ask: {
      path: STATS,
      query: {
        sysparm_count: 'true',
        sysparm_group_by: 'state',
        sysparm_having: 'count^state^>^3',
        sysparm_order_by: 'COUNT^DESC',
      },
    },
    status: 200,
    also: (reply) => {
      const counts = rowsOf(reply).map((row) => Number((row['stats'] as { count: string }).count));
      expect(counts.length).toBeGreaterThan(1);
      expect(counts).toEqual([...counts].sort((a, b) => b - a));
      for (const count of counts) expect(count).toBeGreaterThan(3);
    },
  },
  {
    fact: 'an unknown table',
    source: CHOSEN,
    ask: { path: '/api/now/stats/nothing' },
    status: 400,
    body: { error: { message: 'Invalid table nothing' } },
  },
  {
    fact: 'an imported record is transformed at once',
    source: IMPORT,
    ask: {
      method: 'POST',
      path: STAGING,
      body: { u_short_description: 'Imported', u_priority: '2', u_unknown: 'x' },
    },
    status: 201,
    body: {
      staging_table: 'x_outpost_imp_task',
      result: [
        {
          transform_map: 'Field service tasks',
          table: 'wm_task',
          display_name: 'number',
          display_value: 'WOT0010061',
          status: 'inserted',
        },
      ],
    },
    also: async (reply, demo) => {
      const { result } = reply.json as { result: { sys_id: string }[] };
      const made = await ask(demo, { path: `/api/now/table/wm_task/${result[0]?.sys_id ?? ''}` });
      expect(resultOf(made)).toMatchObject({ short_description: 'Imported', priority: '2' });
    },
  },
  {
    fact: 'a record that is recognised is updated, ignored or refused',
    source: `${IMPORT}; words for the outcomes are chosen`,
    ask: {
      method: 'POST',
      path: `${STAGING}/insertMultiple`,
      body: {
        records: [
          { u_number: 'WOT0010061', u_priority: '1' },
          { u_number: 'WOT0010061', u_priority: '1' },
          { u_number: 'WOT0010061', u_state: '3' },
        ],
      },
    },
    status: 201,
    body: { result: [{ status: 'updated' }, { status: 'ignored' }, { status: 'error' }] },
  },
  {
    fact: 'every import is a set of its own',
    source: IMPORT,
    ask: { method: 'POST', path: STAGING, body: { u_number: 'WOT0010061', u_priority: '1' } },
    status: 201,
    headers: { Location: /\/api\/now\/import\/x_outpost_imp_task\/[0-9a-f]{32}$/ },
    body: { import_set: 'ISET0010003', result: [{ status: 'ignored' }] },
  },
  {
    fact: 'what became of an imported record can be asked later, by who imported it',
    source: IMPORT,
    ask: async (demo) => {
      const body = { u_short_description: 'Asked later', u_skills: 'Pumps' };
      const made = await ask(demo, { method: 'POST', path: STAGING, body });
      return { path: new URL(made.headers.get('location') ?? '').pathname };
    },
    status: 200,
    body: {
      import_set: 'ISET0010004',
      staging_table: 'x_outpost_imp_task',
      result: [{ status: 'inserted', table: 'wm_task', display_value: 'WOT0010062' }],
    },
    also: async (reply, demo) => {
      const { result } = reply.json as { result: { sys_id: string }[] };
      const query = { sysparm_query: `sys_target_sys_id=${result[0]?.sys_id ?? ''}` };
      const path = '/api/now/table/x_outpost_imp_task';
      const [staged] = rowsOf(await ask(demo, { path, query }));
      expect(staged).toMatchObject({ u_short_description: 'Asked later', sys_import_state: 'inserted' });
      const again = { path: `${STAGING}/${String(staged?.['sys_id'])}`, as: 'supervisor' };
      expect((await ask(demo, again)).status).toBe(404);
      expect(rowsOf(await ask(demo, { path, query, as: 'supervisor' }))).toEqual([]);
    },
  },
  {
    fact: 'an unknown staging table',
    source: CHOSEN,
    ask: { method: 'POST', path: '/api/now/import/nothing', body: {} },
    status: 400,
  },
]);

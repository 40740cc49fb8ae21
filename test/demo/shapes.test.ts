import { request } from 'node:http';
import { expect } from 'vitest';
import type { Demo } from '../../demo/server.ts';
import { idOf } from '../../demo/service/seed/sow.ts';
import { ask, refusal, resultOf, rowsOf } from './ask.ts';
import { CLI, CODES, conform, REST_API, TABLE_API } from './conformance.ts';

const RESPONSE = 'ServiceNowDocs api-reference/server-api-reference/c_RESTResponseV2API.md';
const TASKS = '/api/now/table/wm_task';
const TASK = `${TASKS}/${idOf('wm_task 0')}`;

/** The status of a request with these headers alone; fetch would add some. */
const statusOf = (
  demo: Demo,
  method: string,
  headers: Record<string, string>,
  body?: string,
): Promise<number> =>
  new Promise((resolve, reject) => {
    const signedIn = { Authorization: `Basic ${btoa('dispatcher:dispatcher')}`, ...headers };
    const sending = request(`${demo.url}${TASK}`, { method, headers: signedIn }, (response) => {
      resolve(response.resume().statusCode ?? 0);
    });
    sending.on('error', reject).end(body);
  });

conform('What answers and requests look like', [
  {
    fact: 'answers are not to be kept, and say who they are and how long they took',
    source: RESPONSE,
    ask: { path: TASK },
    status: 200,
    headers: {
      'Content-Type': /^application\/json;charset=UTF-8$/,
      Pragma: /^no-store,no-cache$/,
      'Cache-Control': /^no-cache,no-store,must-revalidate,max-age=-1$/,
      Expires: /^0$/,
      'X-Is-Logged-In': /^true$/,
      'X-Transaction-ID': /^\w{12}$/,
      'Server-Timing': /^total;dur=[\d.]+$/,
      'Set-Cookie': /JSESSIONID=/,
    },
    also: (reply) => {
      expect(reply.headers.get('etag')).toBeNull();
    },
  },
  {
    fact: 'the domain is a link without a record behind it',
    source: `${CLI} docs/agent-guide.md`,
    ask: { path: `${TASK}?sysparm_fields=sys_domain,sys_domain_path,sys_class_name,sys_tags` },
    status: 200,
    body: {
      result: {
        sys_domain: { link: expect.stringMatching(/\/sys_user_group\/global$/) as string, value: 'global' },
        sys_domain_path: '/',
        sys_class_name: 'wm_task',
        sys_tags: '',
      },
    },
  },
  {
    fact: 'a duration is a time since 1970',
    source: REST_API,
    ask: { path: `${TASK}?sysparm_fields=estimated_work_duration` },
    status: 200,
    body: { result: { estimated_work_duration: expect.stringMatching(/^1970-01-01 \d\d:00:00$/) as string } },
  },
  {
    fact: 'numbers and booleans may be written as such, and come back as strings',
    source: REST_API,
    ask: { method: 'PATCH', path: TASK, body: { priority: 2, needs_attention: true } },
    status: 200,
    body: { result: { priority: '2', needs_attention: 'true' } },
  },
  {
    fact: 'null clears as an empty string does',
    source: 'chosen',
    ask: { method: 'PATCH', path: TASK, body: { skills: null } },
    status: 200,
    body: { result: { skills: '' } },
  },
  {
    fact: 'a body has to say what it is',
    source: REST_API,
    ask: { path: TASK },
    status: 200,
    also: async (_reply, demo) => {
      expect(await statusOf(demo, 'PATCH', { Accept: 'application/json' }, '{}')).toBe(400);
    },
  },
  {
    fact: 'a request has to say what it accepts',
    source: REST_API,
    ask: { path: TASK },
    status: 200,
    also: async (_reply, demo) => {
      expect(await statusOf(demo, 'GET', {})).toBe(400);
      expect(await statusOf(demo, 'GET', { Accept: '*/*' })).toBe(200);
    },
  },
  {
    fact: 'one request makes one record',
    source: TABLE_API,
    ask: { method: 'POST', path: TASKS, body: [{ short_description: 'a' }, { short_description: 'b' }] },
    status: 400,
    body: refusal('Exception while reading request', 'The payload is not a JSON object'),
  },
  {
    fact: 'what is nested beyond reason is not read',
    source: CODES,
    ask: {
      method: 'PATCH',
      path: TASK,
      body: `{"skills":${'{"value":'.repeat(200_000)}""${'}'.repeat(200_001)}`,
    },
    status: 400,
    body: refusal('Exception while reading request', 'The payload is nested too deeply'),
  },
  {
    fact: 'slashes in a row are one',
    source: 'github.com/abeyahmad/servicenow-rest asks so',
    ask: { path: `/api/now/v1//table/wm_task/${idOf('wm_task 0')}` },
    status: 200,
  },
  {
    fact: 'a refusal says in its detail what there is to say, or null',
    source: CODES,
    ask: { path: '/api/now/table/nothing' },
    status: 400,
    also: (reply) => {
      expect(reply.json).toEqual(refusal('Invalid table nothing', null));
    },
  },
  {
    fact: 'the tables, with their names as values',
    source: `${CLI} docs/agent-guide.md`,
    ask: { path: '/api/now/doc/table/schema' },
    status: 200,
    also: (reply) => {
      expect(rowsOf(reply)).toContainEqual({ label: 'Work Order Task', value: 'wm_task' });
    },
  },
  {
    fact: 'a display value is not what a query takes',
    source: TABLE_API,
    ask: async (demo) => {
      const shown = await ask(demo, {
        path: `${TASK}?sysparm_display_value=true&sysparm_fields=expected_start`,
      });
      const query = {
        sysparm_query: `number=WOT0010001^expected_start=${String(resultOf(shown)['expected_start'])}`,
      };
      return { path: TASKS, query };
    },
    status: 200,
    also: (reply) => {
      expect(rowsOf(reply)).toEqual([]);
    },
  },
]);

conform(
  'Pages of more records than come by themselves',
  [
    {
      fact: '10,000 come unless told otherwise, and the rest is a link away',
      source: TABLE_API,
      ask: { path: '/api/now/table/wm_task?sysparm_fields=number' },
      status: 200,
      headers: { 'X-Total-Count': /^10001$/, Link: /sysparm_limit=10000&sysparm_offset=10000>;rel="next"/ },
      also: (reply) => {
        expect(rowsOf(reply)).toHaveLength(10_000);
      },
    },
  ],
  { tasks: 10_001 },
);

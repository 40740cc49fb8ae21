import { expect } from 'vitest';
import { idOf } from '../../demo/service/seed/sow.ts';
import { ask, NOON, refusal, resultOf, rowsOf } from './ask.ts';
import { CHOSEN, CLI, CODES, conform, REST_API, TABLE_API } from './conformance.ts';

const TASKS = '/api/now/table/wm_task';
const RATES = 'ServiceNowDocs api-reference/rest-api-explorer/inbound-REST-API-rate-limiting.md';
const task = idOf('wm_task 0');
const dispatcher = idOf('sys_user dispatcher');
let clock = NOON;

conform('Table API, reading', [
  {
    fact: 'a list is wrapped in result and counted in a header',
    source: TABLE_API,
    ask: { path: TASKS, query: { sysparm_limit: '5' } },
    status: 200,
    headers: {
      'X-Total-Count': /^60$/,
      'Content-Type': /^application\/json/,
      'X-Is-Logged-In': 'true',
      'Set-Cookie': /JSESSIONID=.*glide_user_route=.*glide_session_store=/,
    },
    also: (reply) => {
      expect(rowsOf(reply)).toHaveLength(5);
    },
  },
  {
    fact: 'category and domain of a query are taken and change nothing',
    source: `${TABLE_API}; that there is one domain and one database is chosen`,
    ask: {
      path: TASKS,
      query: { sysparm_limit: '1', sysparm_query_category: 'list', sysparm_query_no_domain: 'true' },
    },
    status: 200,
    headers: { 'X-Total-Count': /^60$/ },
  },
  {
    fact: 'v1 and v2 are the same table',
    source: TABLE_API,
    ask: { path: `/api/now/v2/table/wm_task/${task}`, query: { sysparm_fields: 'number' } },
    status: 200,
    body: { result: { number: 'WOT0010001' } },
  },
  {
    fact: 'no rows are an empty list',
    source: TABLE_API,
    ask: { path: TASKS, query: { sysparm_query: 'number=none' } },
    status: 200,
    also: (reply) => {
      expect(reply.json).toEqual({ result: [] });
    },
  },
  {
    fact: 'no rows are not found in v1',
    source: TABLE_API,
    ask: { path: '/api/now/v1/table/wm_task', query: { sysparm_query: 'number=none' } },
    status: 404,
    body: refusal('No Record found', "Record doesn't exist or ACL restricts the record retrieval"),
  },
  {
    fact: 'every value is a string and nothing is null',
    source: REST_API,
    ask: { path: `${TASKS}/${task}`, query: { sysparm_exclude_reference_link: 'true' } },
    status: 200,
    body: { result: { active: 'true', sys_mod_count: '0', state: '16', close_notes: '' } },
    also: (reply) => {
      for (const value of Object.values(resultOf(reply))) expect(typeof value).toBe('string');
    },
  },
  {
    fact: 'a reference is a link and a value',
    source: REST_API,
    ask: { path: `${TASKS}/${task}`, query: { sysparm_fields: 'assigned_to' } },
    status: 200,
    also: (reply, demo) => {
      const link = `${demo.url}/api/now/table/sys_user/${dispatcher}`;
      expect(reply.json).toEqual({ result: { assigned_to: { link, value: dispatcher } } });
    },
  },
  {
    fact: 'an empty reference is an empty string',
    source: REST_API,
    ask: { path: `${TASKS}/${task}`, query: { sysparm_fields: 'closed_by' } },
    status: 200,
    body: { result: { closed_by: '' } },
  },
  {
    fact: 'without links a reference is its sys_id',
    source: TABLE_API,
    ask: {
      path: `${TASKS}/${task}`,
      query: { sysparm_fields: 'assigned_to', sysparm_exclude_reference_link: 'true' },
    },
    status: 200,
    body: { result: { assigned_to: dispatcher } },
  },
  {
    fact: 'display_value=true shows labels and names',
    source: TABLE_API,
    ask: {
      path: `${TASKS}/${task}`,
      query: {
        sysparm_fields: 'state,assigned_to,parent',
        sysparm_display_value: 'true',
        sysparm_exclude_reference_link: 'true',
      },
    },
    status: 200,
    body: { result: { state: 'Assigned', assigned_to: 'Dana Whitlock', parent: 'WO0010001' } },
  },
  {
    fact: 'display_value=true keeps the link of a reference',
    source: CLI,
    ask: {
      path: `${TASKS}/${task}`,
      query: { sysparm_fields: 'assigned_to', sysparm_display_value: 'true' },
    },
    status: 200,
    body: { result: { assigned_to: { display_value: 'Dana Whitlock' } } },
    also: (reply) => {
      expect(Object.keys(resultOf(reply)['assigned_to'] as object)).toEqual(['display_value', 'link']);
    },
  },
  {
    fact: 'display_value=all gives both of every field',
    source: CLI,
    ask: {
      path: `${TASKS}/${task}`,
      query: { sysparm_fields: 'state,number', sysparm_display_value: 'all' },
    },
    status: 200,
    body: {
      result: {
        state: { display_value: 'Assigned', value: '16' },
        number: { display_value: 'WOT0010001', value: 'WOT0010001' },
      },
    },
  },
  {
    fact: "times are UTC, their display values are in the user's time zone",
    source: TABLE_API,
    ask: {
      path: `/api/now/table/x_outpost_shift/${idOf('x_outpost_shift 1001')}`,
      query: { sysparm_fields: 'started', sysparm_display_value: 'all' },
    },
    status: 200,
    also: (reply) => {
      const { display_value, value } = resultOf(reply)['started'] as { display_value: string; value: string };
      expect(Date.parse(`${display_value}Z`) - Date.parse(`${value}Z`)).toBe(2 * 3_600_000);
    },
  },
  {
    fact: 'fields that do not exist are ignored, those of referred records can be asked for',
    source: TABLE_API,
    ask: {
      path: `${TASKS}/${task}`,
      query: { sysparm_fields: 'number,nothing,assigned_to.name,parent.company.name' },
    },
    status: 200,
    also: (reply) => {
      expect(Object.keys(resultOf(reply))).toEqual(['number', 'assigned_to.name', 'parent.company.name']);
      expect(resultOf(reply)['assigned_to.name']).toBe('Dana Whitlock');
    },
  },
  {
    fact: 'pages link to their neighbours',
    source: TABLE_API,
    ask: { path: TASKS, query: { sysparm_limit: '20', sysparm_offset: '20', sysparm_fields: 'number' } },
    status: 200,
    headers: {
      Link: /=40&[^>]*>;rel="next",<[^>]*=0&[^>]*>;rel="prev",<[^>]*=0&[^>]*>;rel="first",<[^>]*=40&[^>]*>;rel="last"/,
    },
  },
  {
    fact: 'sysparm_suppress_pagination_header leaves Link out',
    source: TABLE_API,
    ask: { path: TASKS, query: { sysparm_limit: '1', sysparm_suppress_pagination_header: 'true' } },
    status: 200,
    headers: { Link: /^$/, 'X-Total-Count': /^60$/ },
  },
  {
    fact: 'sysparm_no_count leaves the count out',
    source: TABLE_API,
    ask: { path: TASKS, query: { sysparm_limit: '1', sysparm_no_count: 'true' } },
    status: 200,
    headers: { 'X-Total-Count': /^$/, Link: /rel="next"/ },
  },
  {
    fact: 'a negative offset is not allowed',
    source: TABLE_API,
    ask: { path: TASKS, query: { sysparm_offset: '-1' } },
    status: 400,
  },
  {
    fact: 'plain parameters filter too, by value or by what is shown',
    source: TABLE_API,
    ask: { path: TASKS, query: { state: 'Assigned', assigned_to: 'Dana Whitlock', sysparm_fields: 'state' } },
    status: 200,
    also: (reply) => {
      expect(rowsOf(reply).length).toBeGreaterThan(3);
      for (const row of rowsOf(reply)) expect(row).toEqual({ state: '16' });
    },
  },
  {
    fact: 'beside an encoded query they do not count',
    source: `${TABLE_API}: the two are mutually exclusive`,
    ask: { path: TASKS, query: { sysparm_query: 'number=WOT0010001', state: '3', sysparm_fields: 'state' } },
    status: 200,
    also: (reply) => {
      expect(reply.json).toEqual({ result: [{ state: '16' }] });
    },
  },
  {
    fact: 'links are those of the version that was asked',
    source: TABLE_API,
    ask: { path: '/api/now/v2/table/wm_task', query: { sysparm_limit: '1', sysparm_fields: 'parent' } },
    status: 200,
    headers: { Link: /^<http:\/\/127\.0\.0\.1:\d+\/api\/now\/v2\/table\/wm_task\?/ },
    also: (reply) => {
      const { link } = rowsOf(reply)[0]?.['parent'] as { link: string };
      expect(link).toMatch(/\/api\/now\/v2\/table\/wm_order\/[0-9a-f]{32}$/);
    },
  },
  {
    fact: 'queries walk references as fields do',
    source: TABLE_API,
    ask: {
      path: TASKS,
      query: {
        sysparm_query: 'parent.number=WO0010001^assigned_to.manager.name=Simon Achterberg^ORDERBYnumber',
        sysparm_fields: 'number,parent.number',
        sysparm_limit: '1',
      },
    },
    status: 200,
    body: { result: [{ number: 'WOT0010001', 'parent.number': 'WO0010001' }] },
  },
  {
    fact: 'a list is sorted by several keys, and what one leaves equal the next decides',
    source: 'ServiceNowDocs platform-user-interface/c_EncodedQueryStrings.md',
    ask: {
      path: TASKS,
      query: { sysparm_query: 'ORDERBYstate^ORDERBYDESCnumber', sysparm_fields: 'state,number' },
    },
    status: 200,
    also: (reply) => {
      const rows = rowsOf(reply).map((row) => [Number(row['state']), String(row['number'])] as const);
      const sorted = [...rows].sort((a, b) => a[0] - b[0] || (a[1] < b[1] ? 1 : -1));
      expect(rows).toEqual(sorted);
    },
  },
  {
    fact: 'a table shows the records of the tables that extend it',
    source: 'ServiceNowDocs platform-administration, table extension',
    ask: {
      path: '/api/now/table/task',
      query: { sysparm_query: 'number=WOT0010001^ORnumber=WO0010001', sysparm_fields: 'sys_class_name' },
    },
    status: 200,
    also: (reply) => {
      expect(
        rowsOf(reply)
          .map((row) => row['sys_class_name'])
          .sort(),
      ).toEqual(['wm_order', 'wm_task']);
    },
  },
  {
    fact: 'HEAD is GET without the body',
    source: TABLE_API,
    ask: { method: 'HEAD', path: TASKS, query: { sysparm_limit: '1' } },
    status: 200,
    headers: { 'X-Total-Count': /^60$/ },
    also: (reply) => {
      expect(reply.text).toBe('');
    },
  },
  {
    fact: 'a record that is not there',
    source: CODES,
    ask: { path: `${TASKS}/${'0'.repeat(32)}` },
    status: 404,
    body: refusal('No Record found', "Record doesn't exist or ACL restricts the record retrieval"),
  },
  {
    fact: 'a table that is not there',
    source: CODES,
    ask: { path: '/api/now/table/u_nothing' },
    status: 400,
    body: refusal('Invalid table u_nothing', null),
  },
  {
    fact: 'an address that leads nowhere',
    source: CODES,
    ask: { path: '/api/now/nothing/here' },
    status: 400,
    body: { error: { message: 'Requested URI does not represent any resource' }, status: 'failure' },
  },
  {
    fact: 'a method that is not supported',
    source: CODES,
    ask: { method: 'PATCH', path: TASKS, body: {} },
    status: 405,
    body: { status: 'failure' },
  },
  {
    fact: 'nobody',
    source: CODES,
    ask: { path: TASKS, as: '' },
    status: 401,
    headers: { 'WWW-Authenticate': /^BASIC/ },
    body: refusal('User Not Authenticated', 'Required to provide Auth information'),
  },
  {
    fact: 'a wrong password',
    source: CODES,
    ask: {
      path: TASKS,
      as: '',
      headers: { Authorization: `Basic ${Buffer.from('admin:secret').toString('base64')}` },
    },
    status: 401,
    body: { error: { message: 'User Not Authenticated' } },
  },
  {
    fact: 'somebody who was locked out, or has left',
    source: 'ServiceNowDocs platform-security, user records: locked out and active',
    ask: async (demo) => {
      for (const [user, body] of [
        ['beatrix.solberg', { locked_out: 'true' }],
        ['declan.moorcroft', { active: 'false' }],
      ] as const) {
        const path = `/api/now/table/sys_user/${idOf(`sys_user ${user}`)}`;
        expect((await ask(demo, { path: TASKS, as: user })).status).toBe(200);
        expect((await ask(demo, { method: 'PATCH', path, as: 'admin', body })).status).toBe(200);
      }
      return { path: TASKS, as: 'beatrix.solberg' };
    },
    status: 401,
    body: refusal('User Not Authenticated', 'Required to provide Auth information'),
    also: async (_reply, demo) => {
      expect((await ask(demo, { path: TASKS, as: 'declan.moorcroft' })).status).toBe(401);
    },
  },
  {
    fact: 'limit counts before rights do: pages come short and the count leaks',
    source: TABLE_API,
    ask: { path: TASKS, as: 'technician', query: { sysparm_limit: '12', sysparm_query: 'ORDERBYnumber' } },
    status: 200,
    headers: { 'X-Total-Count': /^60$/ },
    also: (reply) => {
      expect(rowsOf(reply)).toHaveLength(1);
    },
  },
  {
    fact: 'a record that rights hide is not found',
    source: CODES,
    ask: { path: `${TASKS}/${task}`, as: 'technician' },
    status: 404,
    body: { error: { message: 'No Record found' } },
  },
  {
    fact: 'who is signed in',
    source: CLI,
    ask: { path: '/api/now/ui/user/current_user' },
    status: 200,
    body: {
      result: { user_name: 'dispatcher', user_sys_id: dispatcher, user_display_name: 'Dana Whitlock' },
    },
  },
  {
    fact: 'metadata of a table',
    source: CLI,
    ask: { path: '/api/now/ui/meta/wm_task' },
    status: 200,
    body: {
      result: {
        label: 'Work Order Task',
        columns: {
          assigned_to: {
            label: 'Assigned to',
            type: 'reference',
            reference: 'sys_user',
            reference_display_field: 'name',
          },
          state: { type: 'choice', internal_type: 'integer', default: '1' },
          short_description: { mandatory: true, max_length: 160, internal_type: 'string' },
        },
      },
    },
    also: (reply) => {
      const { columns } = resultOf(reply) as { columns: Record<string, { choices?: unknown[] }> };
      expect(columns['state']?.choices).toContainEqual({ value: '16', label: 'Assigned' });
    },
  },
  {
    fact: 'of a table that is not there it has none',
    source: CHOSEN,
    ask: { path: '/api/now/ui/meta/nothing' },
    status: 400,
    body: refusal('Invalid table nothing', null),
  },
  {
    fact: 'what a table inherits is described once, where it is from',
    source: 'ServiceNowDocs platform-administration, table extension and dictionary',
    ask: {
      path: '/api/now/table/sys_dictionary',
      query: { sysparm_query: 'element=close_notes', sysparm_fields: 'name' },
    },
    status: 200,
    also: (reply) => {
      expect(rowsOf(reply)).toEqual([{ name: 'task' }]);
    },
  },
  {
    fact: 'choices are records',
    source: CLI,
    ask: {
      path: '/api/now/table/sys_choice',
      query: {
        sysparm_query: 'name=wm_task^element=state^inactive=false^ORDERBYsequence',
        sysparm_fields: 'value,label',
      },
    },
    status: 200,
    also: (reply) => {
      expect(rowsOf(reply)[1]).toEqual({ value: '10', label: 'Pending Dispatch' });
    },
  },
  {
    fact: 'the dictionary is records',
    source: CHOSEN,
    ask: {
      path: '/api/now/table/sys_dictionary',
      query: {
        sysparm_query: 'name=wm_task^element=parent',
        sysparm_fields: 'internal_type,reference,column_label',
      },
    },
    status: 200,
    also: (reply) => {
      expect(rowsOf(reply)).toEqual([
        { internal_type: 'reference', reference: 'wm_order', column_label: 'Parent' },
      ]);
    },
  },
  {
    fact: 'XML is another format, which the demo does not speak',
    source: CODES,
    ask: { path: TASKS, headers: { Accept: 'application/xml' } },
    status: 406,
    body: { status: 'failure' },
  },
  {
    fact: 'a view picks the fields, unless they are named',
    source: TABLE_API,
    ask: { path: `${TASKS}/${task}`, query: { sysparm_view: 'mobile' } },
    status: 200,
    also: async (reply, demo) => {
      expect(Object.keys(resultOf(reply))).toContain('expected_start');
      expect(Object.keys(resultOf(reply))).toHaveLength(7);
      const named = await ask(demo, {
        path: `${TASKS}/${task}`,
        query: { sysparm_view: 'mobile', sysparm_fields: 'number' },
      });
      expect(Object.keys(resultOf(named))).toEqual(['number']);
    },
  },
  {
    fact: 'a query that looks at a closed field is denied',
    source: CODES,
    ask: { path: '/api/now/table/sys_user', query: { sysparm_query: 'locked_out=false' } },
    status: 403,
    body: refusal(
      "Operation against file 'sys_user' was denied due to table security.",
      'Field(s) present in the query do not have permission to be read.',
    ),
  },
  {
    fact: 'a closed field shows as empty',
    source: CHOSEN,
    ask: { path: `/api/now/table/sys_user/${dispatcher}`, query: { sysparm_fields: 'locked_out,name' } },
    status: 200,
    body: { result: { locked_out: '', name: 'Dana Whitlock' } },
  },
  {
    fact: 'a table closed to the API',
    source: CODES,
    ask: { path: '/api/now/table/sys_user_has_role' },
    status: 403,
    body: { error: { detail: 'Failed API level ACL Validation' } },
  },
  {
    fact: 'an address that is too long comes back as a page',
    source: 'snowloader tests (third party)',
    ask: { path: TASKS, query: { sysparm_query: `sys_idIN${'0'.repeat(9000)}` } },
    status: 414,
    headers: { 'Content-Type': /^text\/html/ },
  },
  {
    fact: 'cookies alone are not enough: the answer tells the token that is missing',
    source: CLI,
    ask: async (demo) => {
      const first = await ask(demo, { path: `${TASKS}/${task}` });
      const cookie = first.headers.get('set-cookie')?.split(';')[0] ?? '';
      return { path: `${TASKS}/${task}`, as: '', headers: { Cookie: cookie } };
    },
    status: 401,
    headers: { 'X-Is-Logged-In': 'true', 'X-UserToken-Response': /^[0-9a-f]{64}$/ },
    also: async (_reply, demo) => {
      const cookie = (await ask(demo, { path: TASKS })).headers.get('set-cookie')?.split(';')[0] ?? '';
      const refused = await ask(demo, { path: TASKS, as: '', headers: { Cookie: cookie } });
      const token = refused.headers.get('x-usertoken-response') ?? '';
      const read = await ask(demo, {
        path: TASKS,
        as: '',
        headers: { Cookie: cookie, 'X-UserToken': token },
      });
      expect(read.status).toBe(200);
    },
  },
]);

conform(
  'Rate limits',
  [
    {
      fact: 'answers tell the limit, when it starts anew, and the rule',
      source: RATES,
      ask: { path: TASKS, query: { sysparm_limit: '1' } },
      status: 200,
      headers: {
        'X-RateLimit-Limit': /^1$/,
        'X-RateLimit-Reset': /^1781701200$/,
        'X-RateLimit-Rule': /^[0-9a-f]{32}$/,
      },
    },
    {
      fact: 'one too many is told how long to wait',
      source: RATES,
      ask: { path: TASKS, query: { sysparm_limit: '1' } },
      status: 429,
      headers: { 'Retry-After': /^3600$/ },
      body: refusal('Rate limit exceeded', 'Rate limit of 1 requests per hour for Table API exceeded'),
    },
    {
      fact: 'with the next hour it starts anew',
      source: RATES,
      ask: () => {
        clock = NOON + 3_600_000;
        return Promise.resolve({ path: TASKS, query: { sysparm_limit: '1' } });
      },
      status: 200,
      headers: { 'X-RateLimit-Reset': /^1781704800$/ },
    },
    {
      fact: 'it counts for each user',
      source: RATES,
      ask: { path: TASKS, as: 'supervisor', query: { sysparm_limit: '1' } },
      status: 200,
    },
  ],
  { limits: { requestsPerHour: 1 }, now: () => clock },
);

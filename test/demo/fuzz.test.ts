import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { routes } from '../../demo/api/routes.ts';
import type { Demo } from '../../demo/server.ts';
import { scriptedRoutes } from '../../demo/service/scripted/routes.ts';
import { idOf } from '../../demo/service/seed/sow.ts';
import { testDemo } from './ask.ts';

const TASK = idOf('wm_task 0');
const ATTACHMENT = 'a'.repeat(32);

/** What would be seen of the demo's own code. */
const trace = /\bat .*\.(?:ts|js):\d+|node:internal|TypeError|RangeError/;

const textOrNull = expect.toSatisfy((detail) => detail === null || typeof detail === 'string') as unknown;

/** Whatever is asked, the instance answers in its own words and lives on; a mistake in it fails the end of the test. */
describe('Malformed requests', () => {
  let demo: Demo;
  beforeAll(async () => {
    demo = await testDemo({ tasks: 10 });
    const values = { sys_id: ATTACHMENT, table_name: 'wm_task', table_sys_id: TASK, file_name: 'a.png' };
    demo.instance.records.insert(demo.instance.records.system, 'sys_attachment', {
      values,
      notes: new Map(),
    });
  });
  afterAll(() => demo.close());

  const method = fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS');
  const segment = fc.oneof(
    fc.constantFrom(
      ...[
        'api',
        'now',
        'v1',
        'v2',
        'table',
        'wm_task',
        'sys_attachment',
        'attachment',
        'file',
        'upload',
        'batch',
        'stats',
      ],
      ...[
        'import',
        'x_outpost_imp_task',
        'ui',
        'meta',
        'user',
        'demo',
        'faults',
        'page',
        'edit',
        'tables',
        'records',
      ],
      ...[
        'oauth_token.do',
        'oauth_auth.do',
        'x_outpost',
        'task',
        'accepted',
        '__proto__',
        'constructor',
        '..',
        '%00',
        '%E0%A4%A',
        TASK,
      ],
    ),
    fc.string({ maxLength: 12 }).map((text) => encodeURIComponent(text.toWellFormed())),
  );
  /** What may stand where a route names something: a table, a sys_id, a key. */
  const named = fc.oneof(
    fc.constantFrom('wm_task', 'task', 'sys_attachment', 'x_outpost_imp_task', TASK, ATTACHMENT, 'alt_text'),
    segment,
  );
  /** Every endpoint there is, so that none is missed by chance. */
  const endpoint = fc
    .tuple(fc.constantFrom(...routes, ...scriptedRoutes), fc.array(named, { minLength: 3, maxLength: 3 }))
    .map(([{ method, pattern }, names]) => {
      const left = [...names];
      return { method, path: pattern.replace(/:\w+/g, () => left.shift() ?? TASK) };
    });
  const path = fc.oneof(
    fc.array(segment, { maxLength: 6 }).map((segments) => `/${segments.join('/')}`),
    fc.constantFrom(
      ...[
        '/api/now/table/wm_task',
        `/api/now/table/wm_task/${TASK}`,
        '/api/now/v1/batch',
        '/api/now/stats/wm_task',
      ],
      ...[
        '/api/now/attachment/file',
        '/api/now/attachment/upload',
        '/oauth_token.do',
        '/oauth_auth.do',
        '/demo/faults',
      ],
      ...[
        '/api/now/import/x_outpost_imp_task',
        '/demo/page/edit',
        '/demo/tables/wm_task',
        '/demo/page/fault',
      ],
    ),
  );
  const parameter = fc.constantFrom(
    ...[
      'sysparm_query',
      'sysparm_fields',
      'sysparm_limit',
      'sysparm_offset',
      'sysparm_display_value',
      'sysparm_view',
    ],
    ...[
      'sysparm_group_by',
      'sysparm_having',
      'sysparm_order_by',
      'sysparm_sum_fields',
      'sysparm_input_display_value',
    ],
    ...['table_name', 'table_sys_id', 'file_name', 'state', 'query', 'offset', 'client_id', 'redirect_uri'],
  );
  const piece = fc.constantFrom(
    ...[
      '^',
      '^OR',
      '^NQ',
      'ORDERBY',
      'ORDERBYDESC',
      '=',
      '!=',
      'IN',
      'NOT IN',
      'BETWEEN',
      '@',
      'ON',
      'RELATIVEGT',
      ',',
    ],
    ...[
      'state',
      'assigned_to',
      '.name',
      'expected_start',
      'work_notes',
      '__proto__',
      'javascript:',
      'gs.daysAgo(9999999)',
    ],
    ...[
      "gs.dateGenerate('2026-02-31','start')",
      'RLQUERY',
      '16',
      '%',
      '*',
      'SAMEAS',
      'DYNAMIC',
      '1e999',
      '-1',
      'true',
      'all',
    ],
  );
  const text = fc.oneof(
    fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
    fc.string({ maxLength: 20 }),
  );
  const query = fc.dictionary(
    parameter,
    text.map((value) => value.toWellFormed()),
    { maxKeys: 4, noNullPrototype: true },
  );
  const type = fc.constantFrom(
    'application/json',
    'text/xml',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'a/b',
  );
  const field = fc.constantFrom(
    'state',
    'sys_id',
    'work_notes',
    'assigned_to',
    'rest_requests',
    'records',
    'batch_request_id',
    'name',
    'times',
    '__proto__',
    'field.state',
  );
  const formPiece = fc.constantFrom(
    '--x',
    '--x--',
    '\r\n',
    '\r\n\r\n',
    'Content-Disposition: form-data; name="table_name"',
    'Content-Disposition: form-data; name="f"; filename="a.png"',
    'Content-Type: image/png',
    'wm_task',
    TASK,
  );
  const body = fc.oneof(
    fc
      .dictionary(field, fc.jsonValue({ maxDepth: 2 }), { noNullPrototype: true })
      .map((value) => JSON.stringify(value)),
    fc.json(),
    fc.string(),
    fc.constant('--x\r\nContent-Disposition: form-data; name="a"; filename="b"\r\n\r\n--x'),
    fc
      .array(fc.oneof(formPiece, fc.string({ maxLength: 5 })), { maxLength: 12 })
      .map((pieces) => pieces.join('')),
    fc
      .array(fc.dictionary(field, fc.jsonValue({ maxDepth: 1 }), { noNullPrototype: true }), { maxLength: 4 })
      .map((items) =>
        JSON.stringify({
          rest_requests: items.map((item, index) => ({
            id: index,
            method: 'PATCH',
            url: `/api/now/table/wm_task/${TASK}`,
            headers: [{ name: 'Content-Type', value: 'application/json' }],
            body: Buffer.from(JSON.stringify(item)).toString('base64'),
            ...item,
          })),
        }),
      ),
    fc.constant(
      `table=wm_task&sys_id=${TASK}&as=supervisor&field.state=99&grant_type=refresh_token&client_id=outpost`,
    ),
  );
  const header = fc.constantFrom<Record<string, string>>(
    {},
    { Authorization: 'Basic !!!' },
    { Authorization: 'Bearer' },
    { 'X-http-method-override': 'NONSENSE' },
    { Range: 'bytes=9-1' },
    { Range: 'bytes=99999999999999999999-' },
    { Authorization: 'Basic !!!', 'X-UserToken': 'x' },
    { 'X-BATCHREQUEST-MAX-OUTPUT-SIZE': '-1' },
    { 'Idempotency-Key': '__proto__' },
    { Accept: ',;' },
    { Cookie: 'JSESSIONID=' },
  );

  const request = fc.oneof(
    fc.record({ method, path }),
    endpoint,
    fc.record({ method, path: endpoint.map((one) => one.path) }),
  );

  test('are answered, never by a crash or a stack trace, and refused in one shape', async () => {
    await fc.assert(
      fc.asyncProperty(request, query, type, body, header, async (request, query, type, body, header) => {
        const { method, path } = request;
        const hasBody = method !== 'GET' && method !== 'HEAD';
        // The one fault that would silence everything after it is not what is tried here.
        if (path.startsWith('/demo/faults') && body.includes('offline')) return;
        const response = await fetch(`${demo.url}${path}?${new URLSearchParams(query).toString()}`, {
          method,
          redirect: 'manual',
          headers: { Authorization: `Basic ${btoa('admin:admin')}`, 'Content-Type': type, ...header },
          ...(hasBody && { body }),
        });
        const answer = await response.text();
        expect(response.status, answer).toBeLessThan(500);
        expect(answer).not.toMatch(trace);
        if (response.status >= 400 && method !== 'HEAD' && new URL(response.url).pathname.startsWith('/api/'))
          expect(JSON.parse(answer), answer).toEqual({
            error: { message: expect.any(String) as string, detail: textOrNull },
            status: 'failure',
          });
        demo.instance.faults.clear();
      }),
      { numRuns: 1000 },
    );
  }, 60_000);

  /** What is answered to these bytes until the connection ends, by whichever side. */
  const told = (bytes: Uint8Array): Promise<string> =>
    new Promise((resolve) => {
      let answer = '';
      const socket = connect(Number(new URL(demo.url).port), '127.0.0.1', () => {
        socket.end(bytes);
      });
      socket.on('error', () => undefined);
      socket.on('close', () => {
        resolve(answer);
      });
      socket.setEncoding('latin1').on('data', (text: string) => (answer += text));
    });
  const line = fc.oneof(
    fc.constantFrom(
      ...[
        'GET / HTTP/1.1',
        `PATCH /api/now/table/wm_task/${TASK} HTTP/1.1`,
        'POST /api/now/v1/batch HTTP/1.1',
      ],
      ...['POST /api/now/attachment/upload HTTP/1.1', 'GET //[ HTTP/1.1', 'GET http://[::1 HTTP/1.1'],
      ...['OPTIONS * HTTP/1.1', 'CONNECT a:1 HTTP/1.1', 'GET /demo/events HTTP/1.0', 'GET /api HTTP/9.9'],
      ...[
        'Host: 127.0.0.1',
        'Host:',
        'Content-Length: 3',
        'Content-Length: -1',
        'Transfer-Encoding: chunked',
      ],
      ...[
        'Expect: 100-continue',
        'Upgrade: websocket',
        'Connection: upgrade',
        'Content-Type: application/json',
      ],
      ...[`Authorization: Basic ${btoa('admin:admin')}`, 'Accept: */*', 'Range: bytes=-', 'Cookie: ;;='],
      ...['', '', '3', 'ffffffffff', '{"a":', '{}'],
    ),
    fc.string({ unit: 'binary', maxLength: 30 }),
  );
  const bytes = fc.oneof(
    fc.array(line, { maxLength: 10 }).map((lines) => Buffer.from(lines.join('\r\n'), 'latin1')),
    fc.uint8Array({ maxLength: 60 }),
  );

  test('that are not even HTTP end their own connection and nothing else', async () => {
    const examples = [
      ['\0\0\0\0'],
      ['GET\r\n\r\n'],
      [`GET /${'a'.repeat(20_000)} HTTP/1.1\r\n\r\n`],
      ['POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nx'],
    ].map(([text = '']): [Uint8Array<ArrayBuffer>] => [new Uint8Array(Buffer.from(text))]);
    await fc.assert(
      fc.asyncProperty(bytes, async (sent) => {
        expect(await told(sent)).not.toMatch(trace);
      }),
      { numRuns: 300, examples },
    );
    expect((await fetch(`${demo.url}/demo/ledger`)).status).toBe(200);
  }, 60_000);
});

import { expect } from 'vitest';
import { Failed } from '../../main/instance/failed.ts';
import { Transport } from '../../main/instance/transport.ts';
import { httpWire, type Method } from '../../main/instance/wire.ts';
import type { InstanceFailure } from '../../preload/contract/failure.ts';
import { type Answering, html, json, test } from '../support/answering.ts';

/** What is to be said of an answer; null when it is an acknowledgement. */
type Meaning = Partial<InstanceFailure> | null;

const NOW = Date.parse('2026-01-05T08:00:00Z');
const envelope = {
  error: { message: 'Operation Failed', detail: 'ACL Exception Update Failed' },
  status: 'failure',
};
const refused = (status: number) => ({
  kind: 'refused' as const,
  status,
  message: 'Operation Failed',
  detail: 'ACL Exception Update Failed',
});
/** An answer of this time of 2026-01-05, by the clock of whoever answers. */
const dated = (time: string) => ({ date: `Mon, 05 Jan 2026 ${time} GMT` });
const later = (status: number, retryAfterMs: number | null) => ({
  kind: 'retry-later' as const,
  status,
  retryAfterMs,
});

/** What came of a request; null when it was acknowledged. */
async function failureOf(
  origin: string,
  method: Method,
  patienceMs = 30_000,
): Promise<InstanceFailure | null> {
  const transport = new Transport(httpWire(origin, '1.0.0'), () => NOW);
  try {
    const body = method === 'GET' ? {} : { body: { state: '17' } };
    await transport.ask({ method, path: '/api/now/table/wm_task', patienceMs, ...body });
    return null;
  } catch (error) {
    if (error instanceof Failed) return error.failure;
    throw error;
  } finally {
    transport.close();
  }
}

const empty =
  (status: number, headers: Record<string, string> = {}): Answering =>
  (_request, response) => {
    response.writeHead(status, headers);
    response.end();
  };
const broken: Answering = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end('{"result": {"sys_');
};
const resetAtOnce: Answering = (_request, response) => response.socket?.resetAndDestroy();
const resetAfterHeaders: Answering = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"result":', () => response.socket?.resetAndDestroy());
};

/** The answer table: what an answer means to a write, and to a read where that is another thing. */
const answers: [answer: string, answering: Answering, write: Meaning, read?: Meaning][] = [
  ['200 with JSON', json(200, { result: {} }), null],
  ['201 with JSON', json(201, { result: {} }), null],
  ['204 without a body', empty(204), null],
  ['200 with a page', html(200), { kind: 'no-answer' }, { kind: 'not-delivered' }],
  ['200 with a page that says it is JSON', broken, { kind: 'no-answer' }, { kind: 'not-delivered' }],
  ['200 without a body', empty(200), { kind: 'no-answer' }, { kind: 'not-delivered' }],
  [
    '200 of JSON without a body',
    empty(200, { 'content-type': 'application/json' }),
    { kind: 'no-answer' },
    { kind: 'not-delivered' },
  ],
  [
    '302 to a sign-in page',
    html(302, { location: 'http://portal.example/login' }),
    { kind: 'no-answer' },
    { kind: 'not-delivered' },
  ],
  [
    '307 to another host',
    empty(307, { location: 'http://portal.example/' }),
    { kind: 'no-answer' },
    { kind: 'not-delivered' },
  ],
  ['304', empty(304), { kind: 'no-answer' }, { kind: 'not-delivered' }],
  ['400 of the instance', json(400, envelope), refused(400)],
  ['401 of the instance', json(401, envelope), { kind: 'sign-in-needed', message: 'Operation Failed' }],
  ['401 of something else', html(401), { kind: 'sign-in-needed' }],
  ['403 of the instance', json(403, envelope), refused(403)],
  ['403 of something else', html(403), { kind: 'no-answer' }, { kind: 'not-delivered' }],
  [
    '403 with other JSON',
    json(403, { message: 'blocked' }),
    { kind: 'no-answer' },
    { kind: 'not-delivered' },
  ],
  ['404 of the instance', json(404, envelope), refused(404)],
  ['404 of something else', html(404), { kind: 'no-answer' }, { kind: 'not-delivered' }],
  ['409 of the instance', json(409, envelope), refused(409)],
  ['413 of the instance', json(413, envelope), refused(413)],
  ['413 of a proxy', html(413), { kind: 'no-answer' }, { kind: 'not-delivered' }],
  ['422 of the instance', json(422, envelope), refused(422)],
  ['407 of a proxy', html(407), { kind: 'no-answer' }, { kind: 'not-delivered' }],
  ['429 with seconds', json(429, envelope, { 'retry-after': '30' }), later(429, 30_000)],
  [
    '429 with a date',
    json(429, envelope, { 'retry-after': 'Mon, 05 Jan 2026 08:01:00 GMT', ...dated('08:00:00') }),
    later(429, 60_000),
  ],
  [
    '429 with a date by a clock that is not the laptop’s',
    json(429, envelope, { 'retry-after': 'Mon, 05 Jan 2026 09:01:00 GMT', ...dated('09:00:00') }),
    later(429, 60_000),
  ],
  ['429 with more than an hour', json(429, envelope, { 'retry-after': '86400' }), later(429, 3_600_000)],
  [
    '429 with a date gone by',
    json(429, envelope, { 'retry-after': 'Mon, 05 Jan 2026 07:00:00 GMT', ...dated('08:00:00') }),
    later(429, null),
  ],
  ['429 with no time at all', json(429, envelope, { 'retry-after': '0' }), later(429, null)],
  ['429 with neither', json(429, envelope, { 'retry-after': 'soon' }), later(429, null)],
  ['429 without a word', json(429, envelope), later(429, null)],
  ['500 of the instance', json(500, envelope), { ...later(500, null), message: 'Operation Failed' }],
  ['500 of something else', html(500), { kind: 'no-answer', cutShort: true }, later(500, null)],
  ['502 of a gateway', html(502), { kind: 'no-answer', cutShort: true }, later(502, null)],
  ['504 of a gateway', html(504), { kind: 'no-answer', cutShort: true }, later(504, null)],
  ['503 of a load balancer', html(503), later(503, null)],
  ['503 with seconds', html(503, { 'retry-after': '120' }), later(503, 120_000)],
  ['reset before an answer', resetAtOnce, { kind: 'no-answer' }, { kind: 'not-delivered' }],
  ['reset after the headers', resetAfterHeaders, { kind: 'no-answer' }, { kind: 'not-delivered' }],
];

test.for(answers)('%s', async ([, answering, write, read = write], { server }) => {
  server.answer(answering);
  const meanings = { write: await failureOf(server.url, 'PATCH'), read: await failureOf(server.url, 'GET') };
  expect(meanings).toEqual({
    write: write && { ...meanings.write, ...write },
    read: read && { ...meanings.read, ...read },
  });
  expect(meanings.write?.message).not.toBe('');
  // Neither repeated nor led elsewhere by the transport itself.
  expect(server.requests.map(({ method }) => method)).toEqual(['PATCH', 'GET']);
});

test('an answer that does not come within the patience may have been done, if it is a write', async ({
  server,
}) => {
  server.answer(() => undefined);
  expect(await failureOf(server.url, 'PATCH', 50)).toMatchObject({ kind: 'no-answer' });
  expect(await failureOf(server.url, 'GET', 50)).toMatchObject({ kind: 'not-delivered' });
});

test('where nobody listens nothing was delivered', async ({ server }) => {
  await server.close();
  for (const method of ['GET', 'PATCH'] as const) {
    expect(await failureOf(server.url, method)).toEqual({
      kind: 'not-delivered',
      message: 'The instance cannot be reached (ECONNREFUSED)',
    });
  }
});

test('where a name leads nowhere nothing was delivered', async () => {
  expect(await failureOf('http://outpost.invalid', 'PATCH')).toMatchObject({ kind: 'not-delivered' });
});

test('an OAuth refusal is told in its own words', async ({ server }) => {
  server.answer(json(400, { error: 'invalid_request', error_description: 'Missing parameters' }));
  expect(await failureOf(server.url, 'POST')).toMatchObject({
    kind: 'refused',
    message: 'Missing parameters',
    detail: null,
  });
});

test('the offset between the clocks is learnt from every answer', async ({ server }) => {
  const transport = new Transport(httpWire(server.url, '1.0.0'), () => NOW);
  expect(transport.clock.measured).toBeNull();
  server.answer(json(200, {}, { date: 'Mon, 05 Jan 2026 08:00:07 GMT' }));
  await transport.ask({ method: 'GET', path: '/' });
  // The second of the Date may have had any part of a second behind it.
  expect(transport.clock.measured).toEqual({ offset: 7500, at: NOW });
  transport.close();
});

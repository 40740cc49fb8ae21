import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Demo } from '../../demo/server.ts';
import { idOf } from '../../demo/service/seed/sow.ts';
import { ask, resultOf, testDemo, type Reply } from './ask.ts';
import { conform } from './conformance.ts';

const BATCH = 'ServiceNowDocs api-reference/rest-apis/batch-api.md';
const PATH = '/api/now/v1/batch';
const TASK = `/api/now/table/wm_task/${idOf('wm_task 0')}`;
const encoded = (body: object): string => Buffer.from(JSON.stringify(body)).toString('base64');
const headers = [
  { name: 'Content-Type', value: 'application/json' },
  { name: 'Idempotency-Key', value: 'k1' },
];

interface Serviced {
  id: string;
  error_message?: string;
  status_code: number;
  status_text: string;
  headers: { name: string; value: string }[];
  body: string;
}
const serviced = (reply: Reply): Serviced[] =>
  (reply.json as { serviced_requests: Serviced[] }).serviced_requests;
const bodyOf = (one: Serviced | undefined): unknown =>
  JSON.parse(Buffer.from(one?.body ?? '', 'base64').toString());

conform('Batch API', [
  {
    fact: 'requests are done in order, each with an answer of its own',
    source: `${BATCH}; the order is chosen`,
    ask: {
      method: 'POST',
      path: PATH,
      body: {
        batch_request_id: 'b1',
        rest_requests: [
          { id: '1', method: 'PATCH', url: TASK, headers, body: encoded({ skills: 'Pumps' }) },
          { id: '2', method: 'GET', url: `${TASK}?sysparm_fields=skills`, headers: [] },
          {
            id: '3',
            method: 'GET',
            url: '/api/now/table/nothing',
            headers: [],
            exclude_response_headers: true,
          },
        ],
      },
    },
    status: 200,
    body: { batch_request_id: 'b1', unserviced_requests: [] },
    also: (reply, demo) => {
      const [first, second, third] = serviced(reply);
      expect(first).toMatchObject({ id: '1', status_code: 200, status_text: 'OK' });
      expect(bodyOf(second)).toEqual({ result: { skills: 'Pumps' } });
      expect(third).toMatchObject({ status_code: 400, headers: [] });
      expect(demo.ledger()).toMatchObject([{ op: 'update', key: 'k1', user: 'dispatcher' }]);
    },
  },
  {
    fact: 'one that is refused does not keep the others from being done',
    source: BATCH,
    ask: {
      method: 'POST',
      path: PATH,
      body: {
        batch_request_id: 'b2',
        rest_requests: [
          { id: '1', method: 'PATCH', url: TASK, headers, body: encoded({ state: '3' }) },
          { id: '2', method: 'PATCH', url: TASK, headers, body: encoded({ skills: 'Valves' }) },
        ],
      },
    },
    status: 200,
    also: (reply) => {
      expect(serviced(reply).map((one) => one.status_code)).toEqual([403, 200]);
    },
  },
  {
    fact: 'one of more than 5 MB, and what comes after it, is left unserviced',
    source: `${BATCH}, size and processing limits: each item in the request`,
    ask: {
      method: 'POST',
      path: PATH,
      body: {
        batch_request_id: 'b3',
        rest_requests: [
          { id: '1', method: 'GET', url: TASK, headers: [] },
          { id: '2', method: 'PATCH', url: TASK, headers, body: 'A'.repeat(5_242_880) },
          { id: '3', method: 'GET', url: TASK, headers: [] },
        ],
      },
    },
    status: 200,
    body: { unserviced_requests: ['2', '3'] },
    also: (reply) => {
      expect(serviced(reply).map((one) => one.id)).toEqual(['1']);
    },
  },
  {
    fact: 'an item that would answer more than is asked for, and what comes after it, is left unserviced',
    source: `${BATCH}, X-BATCHREQUEST-MAX-OUTPUT-SIZE: the limit of each item in the response`,
    ask: {
      method: 'POST',
      path: PATH,
      headers: { 'X-BATCHREQUEST-MAX-OUTPUT-SIZE': '100' },
      body: {
        batch_request_id: 'b4',
        rest_requests: [
          { id: '1', method: 'GET', url: `${TASK}?sysparm_fields=number`, headers: [] },
          { id: '2', method: 'GET', url: TASK, headers: [] },
          { id: '3', method: 'GET', url: `${TASK}?sysparm_fields=number`, headers: [] },
        ],
      },
    },
    status: 200,
    body: { serviced_requests: [{ id: '1', status_code: 200 }], unserviced_requests: ['2', '3'] },
  },
  {
    fact: 'what such an item did is undone: its transaction is cancelled',
    source: `${BATCH}: the system cancels the transaction; that it is undone is chosen`,
    ask: {
      method: 'POST',
      path: PATH,
      headers: { 'X-BATCHREQUEST-MAX-OUTPUT-SIZE': '100' },
      body: {
        batch_request_id: 'b5',
        rest_requests: [
          { id: '1', method: 'PATCH', url: TASK, headers, body: encoded({ skills: 'Undone' }) },
        ],
      },
    },
    status: 200,
    body: { serviced_requests: [], unserviced_requests: ['1'] },
    also: async (_reply, demo) => {
      expect(resultOf(await ask(demo, { path: TASK }))['skills']).toBe('Valves');
      expect(demo.ledger()).toHaveLength(2);
    },
  },
  {
    fact: 'each item has an answer and an error of its own, also one that is no request',
    source: `${BATCH}, serviced_requests.error_message`,
    ask: {
      method: 'POST',
      path: PATH,
      body: {
        batch_request_id: 'b6',
        rest_requests: [
          { id: '1', method: 'GET', url: 'http://elsewhere.example/', headers: [] },
          { id: '2', url: TASK },
          { id: '3', method: 'DELETE', url: `/api/now/table/wm_task/${'0'.repeat(32)}`, headers: [] },
          { id: '4', method: 'GET', url: `${TASK}?sysparm_fields=number`, headers: [] },
        ],
      },
    },
    status: 200,
    body: { unserviced_requests: [] },
    also: (reply) => {
      expect(serviced(reply)).toMatchObject([
        { id: '1', status_code: 400, error_message: 'Invalid batch item' },
        { id: '2', status_code: 400, error_message: 'Invalid batch item' },
        { id: '3', status_code: 404, error_message: 'No Record found' },
        { id: '4', status_code: 200 },
      ]);
      expect(bodyOf(serviced(reply)[2])).toMatchObject({ status: 'failure' });
    },
  },
  {
    fact: 'an address that is too long alone is too long in it',
    source: 'snowloader tests (third party)',
    ask: {
      method: 'POST',
      path: PATH,
      body: {
        batch_request_id: 'b7',
        rest_requests: [
          {
            id: '1',
            method: 'GET',
            url: `/api/now/table/wm_task?sysparm_query=${'state=16^'.repeat(400_000)}`,
          },
        ],
      },
    },
    status: 200,
    body: { serviced_requests: [{ id: '1', status_code: 414 }] },
  },
  {
    fact: 'what is no batch is refused',
    source: BATCH,
    ask: { method: 'POST', path: PATH, body: { rest_requests: [{}] } },
    status: 400,
  },
  {
    fact: 'a batch has no batches in it',
    source: 'chosen',
    ask: {
      method: 'POST',
      path: PATH,
      body: { batch_request_id: 'b', rest_requests: [{ id: '1', method: 'POST', url: PATH, headers: [] }] },
    },
    status: 200,
    also: (reply) => {
      expect(serviced(reply)[0]?.status_code).toBe(400);
    },
  },
  {
    fact: 'nor forms: a file comes in it as the body of its item',
    source: 'chosen',
    ask: {
      method: 'POST',
      path: PATH,
      body: { rest_requests: [{ id: '1', method: 'POST', url: '/api/now/attachment/upload' }] },
    },
    status: 200,
    body: {
      serviced_requests: [{ status_code: 400, error_message: 'A form within a batch is not supported' }],
    },
  },
]);

describe('Batch limits and faults', () => {
  let demo: Demo;
  beforeEach(async () => {
    demo = await testDemo({ tasks: 5, limits: { batchMilliseconds: 300 } });
  });
  afterEach(() => demo.close());

  const change = (id: string): object => ({
    id,
    method: 'PATCH',
    url: TASK,
    headers: [
      { name: 'Content-Type', value: 'application/json' },
      { name: 'Idempotency-Key', value: `key ${id}` },
    ],
    body: encoded({ skills: id }),
  });
  const send = (...requests: object[]): Promise<Reply> =>
    ask(demo, { method: 'POST', path: PATH, body: { batch_request_id: 'b', rest_requests: requests } });
  const keys = (): (string | null)[] => demo.ledger().map((effect) => effect.key);

  test('what the quota does not reach, or cuts short, is listed as unserviced and not done', async () => {
    demo.fault({ name: 'latency', ms: 200, match: 'PATCH /api/now/table/wm_task' });
    const reply = await send(change('1'), change('2'), change('3'));
    expect(serviced(reply)).toMatchObject([{ id: '1', status_code: 200 }]);
    expect(reply.json).toMatchObject({ unserviced_requests: ['2', '3'] });
    expect(keys()).toEqual(['key 1']);
  });

  test('an error strikes one request in it', async () => {
    demo.fault({ name: 'error-500', times: 1, match: 'PATCH /api/now/v1/table/wm_task' });
    const reply = await send(change('1'), change('2'));
    expect(serviced(reply).map((one) => one.status_code)).toEqual([500, 200]);
    expect(keys()).toEqual(['key 2']);
  });

  test.each(['POST /api/now/batch', 'POST /api/now/v1/batch', 'PATCH /api/now/table/wm_task'])(
    'a lost reply to %s loses that of the whole batch, whose work is done',
    async (match) => {
      demo.fault({ name: 'lose-replies', times: 1, match });
      await expect(send(change('1'), change('2'))).rejects.toThrow();
      expect(keys()).toEqual(['key 1', 'key 2']);
      expect(demo.faults()).toEqual([]);
    },
  );

  test('a request dropped within it drops it and all that come after', async () => {
    demo.fault({ name: 'drop-requests', times: 1, match: 'GET /api/now/table/wm_task' });
    const read = { id: '2', method: 'GET', url: TASK, headers: [] };
    await expect(send(change('1'), read, change('3'))).rejects.toThrow();
    expect(keys()).toEqual(['key 1']);
  });

  test('offline for a request in it is offline for all of it', async () => {
    demo.fault({ name: 'offline', times: 1, match: 'GET /api/now/table/wm_task' });
    await expect(send(change('1'), { id: '2', method: 'GET', url: TASK, headers: [] })).rejects.toThrow();
    expect(keys()).toEqual([]);
  });

  test('a gateway that gives up on it leaves it done or not', async () => {
    demo.fault({ name: 'error-504', times: 1, done: true, match: 'POST /api/now/batch' });
    expect((await send(change('1'))).status).toBe(504);
    demo.fault({ name: 'error-504', times: 1, match: 'POST /api/now/batch' });
    expect((await send(change('2'))).status).toBe(504);
    expect(keys()).toEqual(['key 1']);
  });

  test('an answer of its own is given again to a call whose first was undone', async () => {
    const url = `/api/x_outpost/v1/task/${idOf('wm_task 0')}/accepted`;
    const call = { ...change('1'), method: 'POST', url, body: encoded({}) };
    demo.fault({ name: 'latency', ms: 400, times: 1, match: 'POST /api/x_outpost' });
    expect((await send(call)).json).toMatchObject({ unserviced_requests: ['1'] });
    expect(serviced(await send(call))[0]?.status_code).toBe(200);
    expect(demo.ledger()).toMatchObject([{ seq: 1, op: 'call', key: 'key 1' }]);
  });
});
